package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/** What a person must look at, and the topic where it is said. */
final class Alarms extends Construct {
    private static final String NAMESPACE = "Spawn";

    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    private final Topic topic;

    Alarms(Construct scope, String id, String topicName) {
        super(scope, id);
        topic = Topic.Builder.create(this, "Topic")
                .topicName(topicName)
                .displayName("spawn alarms")
                .enforceSsl(true)
                .build();
        // The topic's default policy, which lets CloudWatch in, is gone as soon as it has one of its own.
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsOfThisAccount")
                .effect(Effect.ALLOW)
                .principals(List.of(ServicePrincipal.Builder.create("cloudwatch.amazonaws.com")
                        .build()))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                .build());
    }

    Topic topic() {
        return topic;
    }

    /** Anything in a queue of undelivered events for so long that nobody is going to deliver it. */
    void whenNotEmpty(String id, Queue queue, int periods, String meaning, String cure) {
        tell(Alarm.Builder.create(this, id)
                .alarmDescription(meaning + runbook(cure))
                .metric(queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                        .period(FIVE_MINUTES)
                        .statistic("Maximum")
                        .build()))
                .threshold(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(periods)
                .datapointsToAlarm(periods)
                // An SQS queue that is empty and unused reports nothing at all.
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }

    /**
     * Sweeps that do not happen. Three periods of five minutes hold at least three of the sweeps that start every four;
     * a sweep that could not look at everything does not count itself, so that a failing reaper is an absent one.
     */
    void whenNobodySweeps(String id) {
        tell(Alarm.Builder.create(this, id)
                .alarmName("spawn-reaper-absent")
                .alarmDescription(
                        "The reaper has not completed a sweep for 15 minutes. Instances still end by their agent"
                                + " and their lifecycle; look at the log of the function spawn-reaper."
                                + runbook("the-reaper-is-absent"))
                .metric(Metric.Builder.create()
                        .namespace(NAMESPACE)
                        .metricName("Sweeps")
                        .statistic("Sum")
                        .period(FIVE_MINUTES)
                        .build())
                .threshold(1)
                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                .evaluationPeriods(3)
                .datapointsToAlarm(3)
                // A reaper that is gone says nothing: silence is the alarm.
                .treatMissingData(TreatMissingData.BREACHING)
                .build());
    }

    /**
     * Of the launches of an hour more than half failed, and more than two: one bad launch among few is somebody's own
     * affair. Rejected ones are not among them.
     */
    void whenLaunchesFail(String id) {
        tell(Alarm.Builder.create(this, id)
                .alarmName("spawn-launches-fail")
                .alarmDescription("More than half of the launches of the last hour failed, and at least three."
                        + runbook("launches-fail"))
                .metric(MathExpression.Builder.create()
                        .expression("IF(failed >= 3, 100 * failed / launches, 0)")
                        .usingMetrics(Map.of(
                                "failed", sum("LaunchesFailed", Duration.hours(1)),
                                "launches", sum("Launches", Duration.hours(1))))
                        .label("percent of launches that failed")
                        .period(Duration.hours(1))
                        .build())
                .threshold(50)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }

    /**
     * What was accepted and could not be carried out. Refused commands end their executions as failed too, so that the
     * console shows them red: of the flows of commands it is their outcomes that count, and only of those that nobody can
     * have refused it is the executions.
     */
    void whenExecutionsFail(String id, StateMachine intake, StateMachine lifecycle) {
        var count =
                MetricOptions.builder().period(FIVE_MINUTES).statistic("Sum").build();
        tell(Alarm.Builder.create(this, id)
                .alarmName("spawn-executions-fail")
                .alarmDescription("A command was accepted and could not be carried out, or the intake or a lifecycle"
                        + " failed." + runbook("executions-fail"))
                .metric(MathExpression.Builder.create()
                        .expression("FILL(commands, 0) + FILL(intake, 0) + FILL(watch, 0) + FILL(late, 0)")
                        .usingMetrics(Map.of(
                                "commands", sum("CommandsFailed", FIVE_MINUTES),
                                "intake", intake.metricFailed(count),
                                "watch", lifecycle.metricFailed(count),
                                "late", lifecycle.metricTimedOut(count)))
                        .label("commands and executions that failed")
                        .period(FIVE_MINUTES)
                        .build())
                .threshold(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }

    /** An instance was ended at its deadline, and not by its agent. */
    void whenAnAgentIsSilent(String id) {
        whenAtLeast(
                id,
                "spawn-agent-silent",
                "An instance was ended at its deadline by another keeper than its agent."
                        + runbook("an-agent-is-silent"),
                sum("AgentsSilent", FIVE_MINUTES),
                1,
                1);
    }

    /** Something is amiss in every sweep for a quarter of an hour: what is mended once does not come back. */
    void whenItDrifts(String id) {
        whenAtLeast(
                id,
                "spawn-drift",
                "The reaper has found something to mend in every sweep of the last 15 minutes." + runbook("it-drifts"),
                sum("Drift", FIVE_MINUTES),
                1,
                3);
    }

    /** @param usdPerHour at which what lives together rings */
    void whenItCosts(String id, int usdPerHour) {
        whenAtLeast(
                id,
                "spawn-spend",
                "What lives costs " + usdPerHour + " USD an hour or more, by the prices at launch."
                        + runbook("it-costs"),
                metric("HourlyRate", "Maximum", FIVE_MINUTES),
                usdPerHour,
                2);
    }

    private void whenAtLeast(String id, String name, String meaning, Metric metric, int threshold, int periods) {
        tell(Alarm.Builder.create(this, id)
                .alarmName(name)
                .alarmDescription(meaning)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(periods)
                .datapointsToAlarm(periods)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build());
    }

    private static Metric sum(String name, Duration period) {
        return metric(name, "Sum", period);
    }

    private static Metric metric(String name, String statistic, Duration period) {
        return Metric.Builder.create()
                .namespace(NAMESPACE)
                .metricName(name)
                .statistic(statistic)
                .period(period)
                .build();
    }

    /** Where the cure stands; a test holds that it does. */
    private static String runbook(String heading) {
        return " Cure: docs/runbook.md#" + heading;
    }

    private void tell(Alarm alarm) {
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
    }
}
