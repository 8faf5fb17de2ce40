package host.spore.spawn.cdk;

import host.spore.spawn.cdk.iam.Condition;
import host.spore.spawn.cdk.iam.Statement;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every policy of a template, whatever kind of resource holds it. */
final class Policies {
    /**
     * @param holder path of the construct and what kind of policy it is, for example {@code SpawnWorkload/Flows/Stop/Role
     *     may}
     * @param managed ARNs of AWS's own policies
     */
    record Policy(String holder, List<Statement> statements, List<String> managed) {}

    /** Types without a policy. A new type must be put here or read below: none is passed over unseen. */
    private static final Set<String> WITHOUT_POLICY = Set.of(
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::DynamoDB::Table",
            "AWS::EC2::SecurityGroup",
            "AWS::Events::EventBus",
            "AWS::Events::Rule",
            "AWS::IAM::InstanceProfile",
            "AWS::Lambda::Alias",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Function",
            "AWS::Lambda::Version",
            "AWS::Logs::LogGroup",
            "AWS::Logs::QueryDefinition",
            "AWS::Route53::HostedZone",
            "AWS::S3::Bucket",
            "AWS::SNS::Topic",
            "AWS::SQS::Queue",
            "AWS::SSM::Parameter",
            "AWS::StepFunctions::StateMachine",
            "Custom::SpawnBinaries",
            "Custom::SpawnGuard",
            "Custom::SpawnMember",
            "Custom::SpawnZoneVpc");

    private Policies() {}

    static List<Policy> of(Template template, String account, String region) {
        var resolver = new Resolver(template, account, region);
        var policies = new ArrayList<Policy>();
        for (var resource : template.resources()) {
            if (!WITHOUT_POLICY.contains(resource.type())) {
                policies.addAll(of(resource, resolver));
            }
        }
        return policies;
    }

    /** What a role may do, of the role whose path ends so. */
    static List<Statement> ofRole(Template template, String pathEnd) {
        String path = template.one("AWS::IAM::Role", pathEnd).path();
        return of(template, "123456789012", "us-east-1").stream()
                .filter(policy -> policy.holder().equals(path + " may"))
                .findFirst()
                .orElseThrow()
                .statements();
    }

    /** The most that whoever is bounded by it may do. */
    static List<Statement> ofBoundary(Template template, String pathEnd) {
        String path = template.one("AWS::IAM::ManagedPolicy", pathEnd).path();
        return of(template, "123456789012", "us-east-1").stream()
                .filter(policy -> policy.holder().equals(path + " bounds"))
                .findFirst()
                .orElseThrow()
                .statements();
    }

    private static List<Policy> of(Template.Resource resource, Resolver resolver) {
        var properties = resolver.properties(resource);
        String path = resource.path();
        return switch (resource.type()) {
            case "AWS::IAM::Role" -> {
                var statements = properties.objects("Policies").stream()
                        .flatMap(policy -> Statement.of(policy.object("PolicyDocument")).stream())
                        .toList();
                var managed = properties.array("ManagedPolicyArns").stream()
                        .map(resolver::text)
                        .toList();
                yield List.of(
                        new Policy(
                                path + " may be taken by",
                                Statement.of(properties.object("AssumeRolePolicyDocument")),
                                List.of()),
                        new Policy(path + " may", statements, managed));
            }
            case "AWS::IAM::ManagedPolicy" ->
                List.of(new Policy(path + " bounds", Statement.of(properties.object("PolicyDocument")), List.of()));
            case "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy" ->
                List.of(new Policy(path + " lets in", Statement.of(properties.object("PolicyDocument")), List.of()));
            case "AWS::Events::EventBusPolicy" ->
                List.of(new Policy(
                        path + " lets in",
                        Statement.of(JsonObject.builder()
                                .put(
                                        "Statement",
                                        new host.spore.spawn.events.json.JsonArray(
                                                List.of(properties.object("Statement"))))
                                .build()),
                        List.of()));
            case "AWS::Lambda::Permission" ->
                List.of(new Policy(path + " lets in", List.of(permission(properties)), List.of()));
            default ->
                throw new AssertionError(path + " is a " + resource.type()
                        + ": if it can hold a policy, read it here; if not, put it on the list of those without");
        };
    }

    private static Statement permission(JsonObject properties) {
        var conditions = Optional.ofNullable(properties.members().get("SourceArn"))
                .map(arn ->
                        List.of(new Condition("ArnLike", "aws:SourceArn", List.of(((Json.JsonString) arn).value()))))
                .orElse(List.of());
        return new Statement(
                "-",
                true,
                List.of("Service " + properties.string("Principal")),
                List.of(properties.string("Action")),
                List.of(properties.string("FunctionName")),
                conditions);
    }
}
