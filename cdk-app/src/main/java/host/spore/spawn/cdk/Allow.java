package host.spore.spawn.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** One permission, written so that a policy reads as a list of sentences. */
record Allow(String name, List<String> actions, List<String> resources, Map<String, Map<String, Object>> conditions) {
    static final String TAGGED_AS_OURS = "ec2:ResourceTag/spawn";

    /** @param name the statement's Sid: letters and digits, says what the permission is for */
    static Allow to(String name, String... actions) {
        return new Allow(name, List.of(actions), List.of(), Map.of());
    }

    Allow on(String... arns) {
        return new Allow(name, actions, List.of(arns), conditions);
    }

    /**
     * On everything, for actions that AWS lets nobody narrow. The allow-list of the tests asks for a reason.
     */
    Allow onEverything() {
        return on("*");
    }

    Allow when(String operator, String key, Object value) {
        var all = new LinkedHashMap<String, Map<String, Object>>(conditions);
        var ofOperator = new LinkedHashMap<String, Object>(all.getOrDefault(operator, Map.of()));
        ofOperator.put(key, value);
        all.put(operator, ofOperator);
        return new Allow(name, actions, resources, all);
    }

    PolicyStatement statement() {
        return PolicyStatement.Builder.create()
                .sid(name)
                .effect(Effect.ALLOW)
                .actions(actions)
                .resources(resources)
                .conditions(conditions)
                .build();
    }

    /** ARN of a resource of this stack's account and region. */
    static String arn(String service, String resource) {
        return "arn:" + Aws.PARTITION + ":" + service + ":" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":" + resource;
    }

    /** Looking at instances: EC2's Describe actions know no resources and no tags. */
    static Allow lookAtInstances() {
        return to("LookAtInstances", "ec2:DescribeInstances").onEverything();
    }

    /** EC2's Describe actions know no resources and no tags. */
    static Allow lookAtSecurityGroups() {
        return to("LookAtSecurityGroups", "ec2:DescribeSecurityGroups").onEverything();
    }

    /** What Route 53 looks up for who associates one: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html */
    static Allow lookAtVpcs() {
        return to("LookAtVpcs", "ec2:DescribeVpcs").onEverything();
    }

    static Allow removeSshGroups() {
        return toSshGroups("RemoveUnusedSshGroups", "ec2:DeleteSecurityGroup");
    }

    /** The groups that launches have made to let SSH in. Both tags are given in the call that makes one. */
    static Allow toSshGroups(String name, String... actions) {
        return to(name, actions)
                .on(arn("ec2", "security-group/*"))
                .when("StringEquals", TAGGED_AS_OURS, "true")
                .when("StringLike", "ec2:ResourceTag/spawn:ssh-from", "*");
    }

    /** What may be done to our own instances only, by the tag that each of them carries from its first moment. */
    static Allow toOurInstances(String name, String... actions) {
        return to(name, actions).on(arn("ec2", "instance/*")).when("StringEquals", TAGGED_AS_OURS, "true");
    }

    /** Of the one who keeps the names, who may be another account's: by this tag alone, and on our instances alone. */
    static Allow toTellOfRefusedNames() {
        return toOurInstances("TellOfRefusedNames", "ec2:CreateTags", "ec2:DeleteTags")
                .when("ForAllValues:StringEquals", "aws:TagKeys", List.of("spawn:dns-refused"));
    }

    static Allow toSpeakForTheControlPlane(String busArn) {
        return to("SpeakForTheControlPlane", "events:PutEvents")
                .on(busArn)
                .when("StringEquals", "events:source", "spawn.control");
    }

    /** A task token is itself the capability; AWS knows no resource for these actions. */
    static Allow toAnswerTasks(String... actions) {
        return to("AnswerTasks", actions).onEverything();
    }

    /** X-Ray knows no resource for writing. */
    static Allow toTrace() {
        return to("Trace", "xray:PutTraceSegments", "xray:PutTelemetryRecords").onEverything();
    }
}
