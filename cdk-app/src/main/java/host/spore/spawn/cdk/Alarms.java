package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** What a person must look at, and the topic where it is said. */
final class Alarms extends Construct {
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
    void whenNotEmpty(String id, Queue queue, int periods, String meaning) {
        tell(Alarm.Builder.create(this, id)
                .alarmDescription(meaning)
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
                                + " and their lifecycle; look at the log of the function spawn-reaper.")
                .metric(Metric.Builder.create()
                        .namespace("Spawn")
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

    private void tell(Alarm alarm) {
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
    }
}
