package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Where an instance is put, what it brings along, and what its workload is given: from the command line to the machine. */
class PlacementIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String PARAMETER = "arn:aws:ssm:us-east-1:000000000000:parameter/lab/token";

    private final Cloud cloud = Cloud.get();

    @Test
    void sshComesInByADoorThatLaunchesShare() {
        // Given: a range that no other test opens, asked for twice at once
        String from = "10." + newByte() + "." + newByte() + "." + newByte() + "/32";
        String one = launch("door", "--ssh-from", from);
        String other = launch("door", "--ssh-from", from, "--public-address", "yes");

        // When
        Instance first = instance(one);
        Instance second = instance(other);

        // Then: one group for both, beside spawn's own, with one rule
        String group = door(first);
        assertThat(door(second)).isEqualTo(group);
        assertThat(cloud.ec2
                        .describeSecurityGroups(request -> request.groupIds(group))
                        .securityGroups())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.groupName()).isEqualTo("spawn-ssh-from-" + from);
                    assertThat(found.tags().stream().map(tag -> tag.key() + "=" + tag.value()))
                            .contains("spawn=true", "spawn:ssh-from=" + from);
                    assertThat(found.ipPermissions()).singleElement().satisfies(rule -> opensSsh(rule, from));
                });
        end(first);
        end(second);
    }

    @Test
    void subnetAndGroupsAreThoseThatWereAskedFor() {
        // Given: one of each, in the VPC that spawn is in
        String own = cloud.variableOf("spawn-plan", "SPAWN_SECURITY_GROUP_IDS");
        String vpc = cloud.ec2
                .describeSecurityGroups(request -> request.groupIds(own))
                .securityGroups()
                .getFirst()
                .vpcId();
        String subnet = cloud.ec2.describeSubnets().subnets().stream()
                .filter(found -> found.vpcId().equals(vpc))
                .findFirst()
                .orElseThrow()
                .subnetId();
        String group = cloud.ec2
                .createSecurityGroup(request -> request.groupName(cloud.newName("mine"))
                        .description("of a test")
                        .vpcId(vpc))
                .groupId();

        // When: it was not given to spawn
        Heard refused = outcome(launch("net", "--security-group", group), "LaunchRejected");

        // Then
        assertThat(refused.detail().string("reason"))
                .contains("aws ec2 create-tags --resources " + group + " --tags Key=spawn,Value=true");

        // When: it is
        cloud.ec2.createTags(request -> request.resources(group)
                .tags(Tag.builder().key("spawn").value("true").build()));
        Instance launched =
                instance(launch("net", "--security-group", group, "--subnet", subnet, "--public-address", "no"));

        // Then
        assertThat(launched.subnetId()).isEqualTo(subnet);
        assertThat(launched.securityGroups())
                .extracting(GroupIdentifier::groupId)
                .containsExactlyInAnyOrder(own, group);
        end(launched);
    }

    @Test
    void dataVolumesAreThereEncryptedAndGoWithTheInstance() {
        // When
        Instance launched = instance(launch("disks", "--volume", "7:gp2", "--volume", "11", "--encrypt-volumes"));

        // Then
        List<String> data = new ArrayList<>();
        launched.blockDeviceMappings().stream()
                .filter(mapping -> mapping.deviceName().matches("/dev/sd[fg]"))
                .forEach(mapping -> {
                    Volume volume = cloud.ec2
                            .describeVolumes(
                                    request -> request.volumeIds(mapping.ebs().volumeId()))
                            .volumes()
                            .getFirst();
                    data.add(mapping.deviceName() + " " + volume.size() + " " + volume.volumeTypeAsString() + " "
                            + volume.encrypted() + " " + mapping.ebs().deleteOnTermination());
                });
        assertThat(data).containsExactlyInAnyOrder("/dev/sdf 7 gp2 true true", "/dev/sdg 11 gp3 true true");
        end(launched);
    }

    @Test
    void variablesAndSecretsReachTheWorkloadAndSecretsNothingElse() {
        // Given: a parameter of the profile that the deployment declares, and a profile with a secret of this test's
        String token = "tok-" + cloud.newId() + " 'quoted' $HOME";
        String password = "pw-" + cloud.newId();
        cloud.parameters.putParameter(request -> request.name("/lab/token")
                .value(token)
                .type(ParameterType.SECURE_STRING)
                .overwrite(true));
        String secret = cloud.call(
                        "secretsmanager",
                        "secretsmanager.CreateSecret",
                        JsonObject.builder()
                                .put("Name", cloud.newName("lab/db"))
                                .put("SecretString", password)
                                .put("ClientRequestToken", cloud.newId())
                                .build())
                .string("ARN");
        String profile = cloud.newName("declared");
        String declared = cloud.parameters
                .getParameter(request -> request.name("/spawn/profiles/lab"))
                .parameter()
                .value();
        cloud.parameters.putParameter(request -> request.name("/spawn/profiles/" + profile)
                .type(ParameterType.STRING)
                .value(declared.replace("\"secrets\":[", "\"secrets\":[\"" + secret + "\",")));

        // When
        String launch = launch(
                "secret",
                "--instance-profile",
                profile,
                "--secret",
                "TOKEN=" + PARAMETER,
                "--secret",
                "DB=" + secret,
                "--env",
                "GREETING=it's $HOME \"and\" `more` ünï",
                "--results",
                "/srv/out",
                "--command",
                "mkdir -p \"$SPAWN_ROOT/srv/out\" && cd \"$SPAWN_ROOT/srv/out\" && printf %s \"$TOKEN\" | sha256sum > token"
                        + " && printf %s \"$DB\" | sha256sum > db && printf %s \"$GREETING\" > greeting");
        Instance launched = instance(launch);

        // Then: the workload had them
        String results = await("WorkloadExited", launched.instanceId()).detail().string("results");
        assertThat(cloud.object(results + "token")).isEqualTo(sha256(token) + "  -\n");
        assertThat(cloud.object(results + "db")).isEqualTo(sha256(password) + "  -\n");
        assertThat(cloud.object(results + "greeting")).isEqualTo("it's $HOME \"and\" `more` ünï");
        assertThat(launched.iamInstanceProfile().arn()).contains("lab");

        // Then: their values are nowhere, and their references are where they belong
        String userData = userData(launched.instanceId());
        for (String value : List.of(token, password)) {
            String part = value.substring(0, 20);
            assertThat(userData).doesNotContain(part);
            assertThat(cloud.tap.all(heard -> heard.detail().toString().contains(part)))
                    .isEmpty();
            for (String table : List.of("spawn-instances", "spawn-names", "spawn-outcomes")) {
                assertThat(cloud.tables.scanPaginator(request -> request.tableName(table)).items().stream()
                                .map(Object::toString)
                                .filter(item -> item.contains(part)))
                        .as(table)
                        .isEmpty();
            }
            assertThat(launched.tags().toString()).doesNotContain(part);
            assertThat(cloud.filesWith(part)).isEmpty();
        }
        assertThat(userData).contains(base64("TOKEN " + PARAMETER + "\nDB " + secret + "\n"));
        end(launched);
    }

    @Test
    void withoutItsSecretTheWorkloadDoesNotStartAndTheAgentSaysWhichAndWhy() {
        // When: the profile declares it, and there is none
        Instance launched = instance(launch(
                "absent",
                "--instance-profile",
                "lab",
                "--secret",
                "TOKEN=arn:aws:ssm:us-east-1:000000000000:parameter/lab/absent",
                "--command",
                "echo started"));

        // Then
        Heard problem = await("AgentProblem", launched.instanceId());
        assertThat(problem.detail().string("what")).isEqualTo("secrets");
        assertThat(problem.detail().string("detail"))
                .contains("the workload was not started", "secret TOKEN", "ParameterNotFound");
        assertThat(cloud.tap.all(of("WorkloadExited", launched.instanceId()))).isEmpty();
        end(launched);
    }

    @Test
    void aSecretThatTheProfileDoesNotDeclareIsRefused() {
        // When
        String launch = launch(
                "greedy",
                "--instance-profile",
                "lab",
                "--secret",
                "TOKEN=arn:aws:ssm:us-east-1:000000000000:parameter/others",
                "--command",
                "true");

        // Then
        assertThat(outcome(launch, "LaunchRejected").detail().string("reason"))
                .contains("the profile lab does not declare arn:aws:ssm:us-east-1:000000000000:parameter/others");
    }

    @Test
    void aTemplateFillsInWhatIsNotSaidAndCannotTakeWhatKeepsTheInstancesEnd() {
        // Given
        String name = cloud.newName("template");
        cloud.ec2.createLaunchTemplate(request -> request.launchTemplateName(name)
                .launchTemplateData(data -> data.instanceType("t3.small").ebsOptimized(true)));
        cloud.ec2.createLaunchTemplateVersion(request -> request.launchTemplateName(name)
                .launchTemplateData(data -> data.instanceType("t3.small").userData("IyEK")));

        // When
        String id = cloud.accepted("launch", cloud.newName("t"), "--launch-template", name + ":1", "--ttl", "10m");
        Instance launched = instance(id);

        // Then
        assertThat(launched.instanceTypeAsString()).isEqualTo("t3.small");
        assertThat(userData(launched.instanceId())).contains("dead man's switch");
        end(launched);

        // When
        String refused =
                cloud.accepted("launch", cloud.newName("t"), "--launch-template", name + ":$Latest", "--ttl", "10m");

        // Then
        assertThat(outcome(refused, "LaunchRejected").detail().string("reason"))
                .contains("its version 2 sets UserData: ");
    }

    private String launch(String hint, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("launch", cloud.newName(hint), "--instance-type", "t3.micro", "--ttl", "10m"));
        arguments.addAll(Arrays.asList(more));
        return cloud.accepted(arguments.toArray(String[]::new));
    }

    private Instance instance(String launch) {
        return cloud.describe(outcome(launch, "InstanceReady").detail().string("instanceId"));
    }

    private Heard outcome(String launch, String type) {
        Heard outcome = cloud.tap.await(
                type + " of " + launch,
                PATIENCE,
                heard -> heard.answers(launch) && !heard.type().equals("InstanceLaunched"));
        assertThat(outcome.type()).as(outcome.toString()).isEqualTo(type);
        return outcome;
    }

    private Heard await(String type, String instance) {
        return cloud.tap.await(type + " of " + instance, PATIENCE, of(type, instance));
    }

    private static Predicate<Heard> of(String type, String instance) {
        return heard -> heard.isAbout(instance) && heard.type().equals(type);
    }

    private void end(Instance instance) {
        outcome(cloud.accepted("terminate", instance.instanceId()), "InstanceTerminated");
    }

    private String userData(String instance) {
        return new String(
                Base64.getDecoder()
                        .decode(cloud.ec2
                                .describeInstanceAttribute(request ->
                                        request.instanceId(instance).attribute(InstanceAttributeName.USER_DATA))
                                .userData()
                                .value()),
                StandardCharsets.UTF_8);
    }

    private int newByte() {
        return Math.floorMod(cloud.newId().hashCode(), 256);
    }

    private static String door(Instance instance) {
        return instance.securityGroups().stream()
                .filter(group -> group.groupName().startsWith("spawn-ssh-from-"))
                .map(GroupIdentifier::groupId)
                .reduce((one, two) -> one + "," + two)
                .orElse("none of " + instance.securityGroups());
    }

    private static void opensSsh(IpPermission rule, String from) {
        assertThat(rule.fromPort() + "-" + rule.toPort() + " " + rule.ipProtocol() + " "
                        + rule.ipRanges().getFirst().cidrIp())
                .isEqualTo("22-22 tcp " + from);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
