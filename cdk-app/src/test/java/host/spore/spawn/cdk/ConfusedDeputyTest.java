package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Condition;
import host.spore.spawn.cdk.iam.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Whoever is let in on the word of a service, or of another account, is let in for our sake only: else somebody else could
 * have that service act upon what is ours. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
class ConfusedDeputyTest {
    /**
     * Services whose trust cannot say more. Their roles are given to them by iam:PassRole, which reaches no other account
     * (<a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html">warning there</a>), so nobody
     * else can have them take ours. That they would set a key for it is written nowhere in their manuals, and with a
     * condition on a key that a service does not set it can take no role at all.
     */
    private static final Map<String, String> WITHOUT = Map.of(
            "Service lambda.amazonaws.com",
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
            "Service ec2.amazonaws.com",
            "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html");

    private static final Set<String> WHOSE = Set.of("aws:SourceAccount", "aws:SourceArn");

    /** What another account may do here, and on which word. */
    private static final Map<String, Predicate<Statement>> OTHER_ACCOUNTS = Map.of(
            "SpawnWorkload/DnsReader/Role may be taken by", statement -> has(statement, "sts:ExternalId"),
            "SpawnWorkload/ZoneMember may be taken by", statement -> has(statement, "sts:ExternalId"),
            // Its events, of which EventBridge says the account: nothing of ours is done in its name.
            "SpawnInfrastructure/Bus/cdk-StateChangesOfWorkloadAccounts lets in",
                    statement -> has(statement, "events:source"),
            // To read what everybody runs.
            "SpawnInfrastructure/Binaries/Bucket/Policy lets in",
                    statement -> statement.actions().equals(List.of("s3:GetObject")));

    @Test
    void everyServiceThatIsLetInSaysForWhom() {
        // When
        var open = new TreeSet<String>();
        var met = new TreeSet<String>();
        int conditions = 0;
        for (var policy : policies()) {
            for (Statement statement : policy.statements()) {
                for (String principal : statement.allow() ? statement.principals() : List.<String>of()) {
                    if (!principal.startsWith("Service ")) {
                        continue;
                    }
                    boolean isTrust = policy.holder().endsWith(" may be taken by");
                    boolean ours = statement.conditions().stream().anyMatch(ConfusedDeputyTest::isOurs);
                    conditions += ours ? 1 : 0;
                    if (isTrust && WITHOUT.containsKey(principal)) {
                        met.add(principal);
                    } else if (!ours) {
                        open.add(policy.holder() + ": " + principal);
                    }
                }
            }
        }

        // Then
        assertThat(open).isEmpty();
        assertThat(conditions).isGreaterThan(40);
        assertThat(met).as("exceptions that are still needed").isEqualTo(WITHOUT.keySet());
    }

    /** What makes the exceptions above harmless: who may hand these roles out, and to whom. */
    @Test
    void rolesAreHandedToTheServiceThatTheyAreForAlone() {
        var passing = policies().stream()
                .filter(policy -> policy.holder().endsWith(" may"))
                .flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.actions().contains("iam:PassRole"))
                .toList();
        assertThat(passing).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.resources()).noneMatch(resource -> resource.contains("*"));
            assertThat(statement.conditions().stream().map(Condition::key)).contains("iam:PassedToService");
        });
    }

    @Test
    void everyOtherAccountIsLetInForOneThing() {
        // When
        var unknown = new TreeSet<String>();
        var met = new TreeSet<String>();
        for (var policy : policies()) {
            for (Statement statement : policy.statements()) {
                for (String principal : statement.allow() ? statement.principals() : List.<String>of()) {
                    if (principal.startsWith("Service ")) {
                        continue;
                    }
                    met.add(policy.holder());
                    if (!principal.matches("AWS arn:aws:iam::(111111111111|222222222222):root")
                            || !OTHER_ACCOUNTS
                                    .getOrDefault(policy.holder(), _ -> false)
                                    .test(statement)) {
                        unknown.add(policy.holder() + ": " + principal);
                    }
                }
            }
        }

        // Then
        assertThat(unknown).isEmpty();
        assertThat(met).isEqualTo(OTHER_ACCOUNTS.keySet());
    }

    /** It names our account, be it within an ARN, and nothing that another account could match. */
    private static boolean isOurs(Condition condition) {
        return WHOSE.contains(condition.key())
                && Set.of("StringEquals", "ArnEquals", "ArnLike").contains(condition.operator())
                && condition.values().stream()
                        .allMatch(
                                value -> value.equals("ACCOUNT") || value.matches("arn:aws:[a-z]+:[A-Z-]+:ACCOUNT:.+"));
    }

    private static boolean has(Statement statement, String key) {
        return statement.conditions().stream()
                .anyMatch(condition -> condition.key().equals(key));
    }

    private static List<Policies.Policy> policies() {
        return List.of(
                        Synthesis.infrastructure(),
                        Synthesis.workload(),
                        Synthesis.infrastructure(Synthesis.INFRASTRUCTURE_FOR_OTHERS),
                        Synthesis.workload(Synthesis.WORKLOAD_OF_ANOTHER),
                        Synthesis.workload(Synthesis.WITH_PROFILES))
                .stream()
                .flatMap(template -> Policies.of(template, "ACCOUNT", "REGION").stream())
                .toList();
    }
}
