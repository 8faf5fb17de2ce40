package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

/** AWS's own list of good practice, where each thing that we do otherwise says why. */
class NagTest {
    private static final List<NagPackSuppression> REASONS = List.of(
            because(
                    "AwsSolutions-IAM5",
                    "Every permission is held against policies/allow-list.txt, where each one on everything has its reason;"
                            + " the others end in a wildcard because instances, images, archives and executions are not"
                            + " known beforehand, and are narrowed by tag, prefix or policy variable."),
            because(
                    "AwsSolutions-S1",
                    "An access log is a second bucket that grows for ever. Who reads what is in CloudTrail's data events,"
                            + " for accounts that want to pay for them."),
            because(
                    "AwsSolutions-SF1",
                    "STANDARD executions keep their whole history for 90 days; a log would be a second copy. The EXPRESS"
                            + " one logs everything."),
            because(
                    "AwsSolutions-SNS2",
                    "The topic says which alarm changed and nothing else. CloudWatch cannot write to a topic under the"
                            + " managed key, and a key of our own costs money while nothing happens."),
            because(
                    "AwsSolutions-SQS2",
                    "The queues are encrypted with SQS's own keys; this version of the rule asks for a key of KMS."),
            because("AwsSolutions-SQS3", "These queues are the dead-letter queues."));

    @Test
    void nothingIsAgainstGoodPracticeWithoutAReason() {
        assertThat(findings(REASONS)).isEmpty();
    }

    /** Without the reasons it finds things: it does look. */
    @Test
    void itLooks() {
        assertThat(findings(List.of())).hasSizeGreaterThan(20);
    }

    private static NagPackSuppression because(String rule, String reason) {
        return NagPackSuppression.builder().id(rule).reason(reason).build();
    }

    @SuppressWarnings("deprecation") // CDK 2.263.0: what Annotations answers with has no successor in Java yet.
    private static List<String> findings(List<NagPackSuppression> reasons) {
        App app = Synthesis.app(Synthesis.WITH_DNS, made -> {
            Aspects.of(made).add(new AwsSolutionsChecks());
            stacks(made).forEach(stack -> NagSuppressions.addStackSuppressions(stack, reasons));
        });
        return stacks(app).stream()
                .flatMap(stack ->
                        Annotations.fromStack(stack).findError("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream())
                .map(message -> message.getId() + " " + message.getEntry().getData())
                .toList();
    }

    private static List<Stack> stacks(App app) {
        return app.getNode().getChildren().stream()
                .filter(Stack.class::isInstance)
                .map(Stack.class::cast)
                .toList();
    }
}
