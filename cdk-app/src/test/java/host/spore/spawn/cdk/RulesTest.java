package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.testevents.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Ruler;

/**
 * The rules as they are deployed, with EventBridge's own matcher, over every sample. {@code rules.json} beside the
 * samples says which rule is to match what.
 */
class RulesTest {
    /** The account that the samples come from. */
    private static final String ACCOUNT = "123456789012";

    @ParameterizedTest
    @MethodSource("rules")
    void matchesItsSamplesAndNoOthers(String rule) throws Exception {
        // Given
        String pattern = pattern(rule);

        // When
        var matched = new ArrayList<String>();
        for (var sample : Sample.all()) {
            if (Ruler.matchesRule(sample.event().toString(), pattern)) {
                matched.add(sample.path());
            }
        }

        // Then
        assertThat(matched)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Sample.all().stream()
                        .filter(sample -> sample.belongsTo(rule))
                        .map(Sample::path)
                        .toList());
    }

    @Test
    void everySampleBelongsToARuleOrIsDeclaredNoise() {
        var homeless = Sample.all().stream()
                .filter(sample -> Stream.concat(Sample.ruleNames().stream(), Stream.of("(none)"))
                        .noneMatch(sample::belongsTo))
                .map(Sample::path)
                .toList();
        assertThat(Sample.all()).hasSizeGreaterThan(20);
        assertThat(homeless).isEmpty();
    }

    @Test
    void theSamplesKnowEveryRuleAndNoOthers() {
        assertThat(DeployedRules.of(ACCOUNT).keySet()).containsExactlyInAnyOrderElementsOf(Sample.ruleNames());
    }

    /** An account that is not ours may forge what it likes: its name space is not touched. */
    @Test
    void aStateChangeOfAForeignAccountBecomesNoRecord() throws Exception {
        String forged = Sample.of("ec2/running").event().toString().replace(ACCOUNT, "999999999999");
        assertThat(Ruler.matchesRule(forged, pattern("spawn-dns"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyTargetHasAQueueForWhatItCannotTakeAndAnEndOfTries(Template.Resource rule) {
        for (var target : rule.properties().objects("Targets")) {
            assertThat(target.has("DeadLetterConfig")).as(rule.path()).isTrue();
            var retries = target.object("RetryPolicy");
            assertThat(retries.integer("MaximumEventAgeInSeconds")).isBetween(60L, 86_400L);
            assertThat(retries.integer("MaximumRetryAttempts")).isBetween(0L, 185L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Commands", "/ControlCommands"})
    void aCommandIsTriedForThreeMinutesAndThenTheReapers(String rule) {
        var template = Synthesis.workload();
        var target = new Resolver(template, ACCOUNT, "us-east-1")
                .properties(template.one("AWS::Events::Rule", rule))
                .objects("Targets")
                .getFirst();
        assertThat(target.object("RetryPolicy").integer("MaximumEventAgeInSeconds"))
                .isEqualTo(180);
        assertThat(target.object("DeadLetterConfig").string("Arn")).endsWith(":spawn-intake-undelivered");
        assertThat(target.string("Arn")).endsWith(":stateMachine:spawn-intake");
    }

    @Test
    void theReaperSweepsEveryFourMinutes() {
        var rule = Synthesis.workload().one("AWS::Events::Rule", "/Reaper/Schedule");
        assertThat(rule.properties().string("ScheduleExpression")).isEqualTo("rate(4 minutes)");
    }

    static List<String> rules() {
        return List.copyOf(DeployedRules.of(ACCOUNT).keySet());
    }

    static List<Template.Resource> targets() {
        return DeployedRules.templates()
                .flatMap(template -> template.all("AWS::Events::Rule"))
                .toList();
    }

    private static String pattern(String rule) {
        return Optional.ofNullable(DeployedRules.of(ACCOUNT).get(rule))
                .map(DeployedRules::pattern)
                .orElse("");
    }
}
