package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Condition;
import host.spore.spawn.cdk.iam.Statement;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How what is kept is protected: every resource of all stacks, by its type. A type that nobody has thought about is a
 * finding, so that a new kind of store does not come in unprotected.
 */
class ProtectionTest {
    /** Longer than it takes to look into what went wrong, shorter than for ever. */
    private static final long LONGEST_LOG_DAYS = 90;

    /** Parameters that are no secrets: whoever may read the account may read them. */
    private static final String OPEN_PARAMETERS = "/spawn/(on-destroy|profiles/[a-z0-9-]+)";

    /**
     * Topics that CloudWatch writes to. It cannot write to one under the managed key, and a key of our own costs money while
     * nothing happens; what is said there is which alarm changed: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
     */
    private static final Set<String> WITHOUT_KEY = Set.of("spawn-alarms", "spawn-infrastructure-alarms");

    /**
     * Types that keep nothing of a user's, or whose keeper encrypts it unasked:
     *
     * <ul>
     *   <li>buses and rules: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption.html
     *   <li>versions of functions, as their function: https://docs.aws.amazon.com/lambda/latest/dg/security-encryption-at-rest.html
     * </ul>
     *
     * Roles, policies and permissions are for {@link AllowListTest} and {@link ConfusedDeputyTest}.
     */
    private static final Set<String> NOTHING_KEPT = Set.of(
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::Events::EventBus",
            "AWS::Events::EventBusPolicy",
            "AWS::IAM::InstanceProfile",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Role",
            "AWS::Lambda::Alias",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Version",
            "AWS::Logs::QueryDefinition",
            "AWS::Route53::HostedZone",
            "Custom::SpawnBinaries",
            "Custom::SpawnGuard",
            "Custom::SpawnMember",
            "Custom::SpawnZoneVpc");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void everythingThatIsKeptIsProtected() {
        var templates = List.of(
                Synthesis.infrastructure(),
                Synthesis.workload(),
                Synthesis.infrastructure(Synthesis.INFRASTRUCTURE_FOR_OTHERS),
                Synthesis.workload(Synthesis.WORKLOAD_OF_ANOTHER),
                Synthesis.workload(Synthesis.WITH_PROFILES));
        assertThat(templates.stream().flatMap(template -> findings(template).stream()))
                .isEmpty();
    }

    /** Each guard taken away once: it is missed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"SSEEnabled\":true | \"SSEEnabled\":false | Tables/Instances: not encrypted",
                "\"PointInTimeRecoveryEnabled\":true | \"PointInTimeRecoveryEnabled\":false | Tables/Names: cannot be brought back",
                "\"SSEAlgorithm\":\"AES256\" | \"SSEAlgorithm\":\"none\" | Results: not encrypted",
                "\"BlockPublicPolicy\":true | \"BlockPublicPolicy\":false | Results: BlockPublicPolicy is off",
                ",\"RestrictPublicBuckets\":true | `` | Results: RestrictPublicBuckets is off",
                "BucketOwnerEnforced | ObjectWriter | Results: has access lists",
                "\"aws:SecureTransport\":\"false\" | \"aws:SecureTransport\":\"true\" | Results: does not insist on TLS",
                "\"aws:SecureTransport\":\"false\" | \"aws:SecureTransport\":\"true\" | IntakeQueue: does not insist on TLS",
                "\"aws:SecureTransport\":\"false\" | \"aws:SecureTransport\":\"true\" | Alarms/Topic: does not insist on TLS",
                "\"SqsManagedSseEnabled\":true | \"SqsManagedSseEnabled\":false | Undelivered: not encrypted",
                "\"TopicName\":\"spawn-alarms\" | \"TopicName\":\"spawn-news\" | Alarms/Topic: not encrypted",
                "\"RetentionInDays\":30 | \"RetentionInDays\":3653 | Functions/Plan/Log: kept for 3653 days",
                "\"RetentionInDays\":30, | `` | Functions/Plan/Log: kept for ever",
                "\"LoggingConfig\" | \"Unlogged\" | Functions/Plan/Function: logs into a group that keeps for ever",
                "\"SPAWN_MAX_INSTANCES\" | \"SPAWN_API_TOKEN\" | Functions/Plan/Function: SPAWN_API_TOKEN looks like a secret",
                "\"SecurityGroupIngress\":[] | \"SecurityGroupIngress\":[{\"CidrIp\":\"0.0.0.0/0\"}] | Instance/SecurityGroup: somebody comes in",
                "\"Name\":\"/spawn/on-destroy\" | \"Name\":\"/spawn/webhook\" | OnDestroy: a parameter in the open",
                "\"DeadLetterConfig\" | \"Elsewhere\" | Commands: loses what cannot be delivered",
                "\"AWS::SSM::Parameter\" | \"AWS::EFS::FileSystem\" | OnDestroy: no rule for AWS::EFS::FileSystem"
            })
    void whatIsTakenAwayIsMissed(String guard, String without, String finding) throws IOException {
        // Given
        String text = Synthesis.workload().json().toString();
        assertThat(text).contains(guard);
        Path file = Files.writeString(folder.resolve("template.json"), text.replace(guard, without));

        // When
        List<String> findings = findings(Template.read(file));

        // Then
        assertThat(findings).anyMatch(found -> found.endsWith(finding));
    }

    private static List<String> findings(Template template) {
        var resolver = new Resolver(template, "123456789012", "us-east-1");
        return template.resources().stream()
                .flatMap(resource ->
                        findings(template, resource, resolver).map(finding -> resource.path() + ": " + finding))
                .toList();
    }

    private static Stream<String> findings(Template template, Template.Resource resource, Resolver resolver) {
        JsonObject given = resource.properties();
        return switch (resource.type()) {
            case "AWS::DynamoDB::Table" ->
                Stream.of(
                                unless(isOn(given, "SSESpecification", "SSEEnabled"), "not encrypted"),
                                unless(
                                        isOn(given, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"),
                                        "cannot be brought back"))
                        .flatMap(List::stream);
            case "AWS::S3::Bucket" ->
                Stream.concat(
                        bucket(given).stream(), withTls(template, resource, "AWS::S3::BucketPolicy", "s3:*", resolver));
            case "AWS::SQS::Queue" ->
                Stream.concat(
                        unless(
                                given.bool("SqsManagedSseEnabled", false) || given.has("KmsMasterKeyId"),
                                "not encrypted")
                                .stream(),
                        withTls(template, resource, "AWS::SQS::QueuePolicy", "sqs:*", resolver));
            case "AWS::SNS::Topic" ->
                Stream.concat(
                        unless(
                                given.has("KmsMasterKeyId")
                                        || WITHOUT_KEY.contains(given.optionalString("TopicName")
                                                .orElse("")),
                                "not encrypted")
                                .stream(),
                        withTls(template, resource, "AWS::SNS::TopicPolicy", "sns:Publish", resolver));
            // Always encrypted: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
            case "AWS::Logs::LogGroup" ->
                given
                        .optionalInteger("RetentionInDays")
                        .map(days -> unless(days <= LONGEST_LOG_DAYS, "kept for " + days + " days"))
                        .orElse(List.of("kept for ever"))
                        .stream();
            case "AWS::Lambda::Function" -> function(given);
            case "AWS::StepFunctions::StateMachine" ->
                // Encrypted unasked, and a STANDARD one forgets after 90 days; an EXPRESS one is what its log is:
                // https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
                unless(
                        given.string("StateMachineType").equals("STANDARD") || given.has("LoggingConfiguration"),
                        "leaves no trace")
                        .stream();
            case "AWS::EC2::SecurityGroup" ->
                unless(given.array("SecurityGroupIngress").isEmpty(), "somebody comes in").stream();
            case "AWS::SSM::Parameter" ->
                unless(given.string("Name").matches(OPEN_PARAMETERS), "a parameter in the open").stream();
            case "AWS::Events::Rule" ->
                given.objects("Targets").stream()
                        .filter(target -> !target.has("DeadLetterConfig"))
                        .map(_ -> "loses what cannot be delivered");
            case "AWS::Lambda::EventSourceMapping" ->
                unless(
                        given.has("DestinationConfig") || isOfAQueueThatHandsOn(template, given),
                        "loses what cannot be delivered")
                        .stream();
            case "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy" -> Stream.empty();
            case String type -> unless(NOTHING_KEPT.contains(type), "no rule for " + type).stream();
        };
    }

    private static List<String> bucket(JsonObject given) {
        var findings = new ArrayList<String>();
        String algorithm = given.optionalObject("BucketEncryption").stream()
                .flatMap(encryption -> encryption.objects("ServerSideEncryptionConfiguration").stream())
                .map(rule -> rule.object("ServerSideEncryptionByDefault").string("SSEAlgorithm"))
                .findFirst()
                .orElse("none");
        findings.addAll(unless(Set.of("AES256", "aws:kms").contains(algorithm), "not encrypted"));
        for (String block :
                List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
            findings.addAll(unless(isOn(given, "PublicAccessBlockConfiguration", block), block + " is off"));
        }
        findings.addAll(unless(
                given.optionalObject("OwnershipControls").stream()
                        .flatMap(controls -> controls.objects("Rules").stream())
                        .anyMatch(rule -> rule.string("ObjectOwnership").equals("BucketOwnerEnforced")),
                "has access lists"));
        return findings;
    }

    private static Stream<String> function(JsonObject given) {
        boolean logged = given.optionalObject("LoggingConfig")
                .filter(config -> config.has("LogGroup"))
                .isPresent();
        var environment = given.optionalObject("Environment")
                .map(set -> set.object("Variables").members())
                .orElse(Map.of());
        return Stream.concat(
                // Without one of ours Lambda makes one:
                // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
                unless(logged, "logs into a group that keeps for ever").stream(),
                environment.keySet().stream()
                        .filter(name -> name.matches(".*(SECRET|PASSWORD|TOKEN|WEBHOOK|PRIVATE|CREDENTIAL).*"))
                        .map(name -> name + " looks like a secret"));
    }

    /** A policy of its own that refuses everybody who comes without TLS. */
    private static Stream<String> withTls(
            Template template, Template.Resource resource, String type, String action, Resolver resolver) {
        boolean insists = template.all(type)
                .filter(policy -> refersTo(policy, resource.id()))
                .flatMap(policy -> Statement.of(resolver.properties(policy).object("PolicyDocument")).stream())
                .anyMatch(statement -> !statement.allow()
                        && statement.actions().contains(action)
                        && statement.principals().stream().allMatch(who -> who.endsWith("*"))
                        && statement
                                .conditions()
                                .equals(List.of(new Condition("Bool", "aws:SecureTransport", List.of("false")))));
        return unless(insists, "does not insist on TLS").stream();
    }

    private static boolean refersTo(Template.Resource policy, String id) {
        return Stream.concat(
                        Stream.ofNullable(policy.properties().members().get("Bucket")),
                        Stream.concat(
                                policy.properties().array("Queues").stream(),
                                policy.properties().array("Topics").stream()))
                .map(Json::toString)
                .anyMatch(reference -> reference.contains("\"" + id + "\""));
    }

    /** What a function does not take of a queue the queue itself hands on. */
    private static boolean isOfAQueueThatHandsOn(Template template, JsonObject mapping) {
        String source = String.valueOf(mapping.members().get("EventSourceArn"));
        return template.all("AWS::SQS::Queue")
                .filter(queue -> source.contains("\"" + queue.id() + "\""))
                .anyMatch(queue -> queue.properties().has("RedrivePolicy"));
    }

    private static boolean isOn(JsonObject given, String object, String key) {
        return given.optionalObject(object).filter(set -> set.bool(key, false)).isPresent();
    }

    private static List<String> unless(boolean holds, String finding) {
        return holds ? List.of() : List.of(finding);
    }
}
