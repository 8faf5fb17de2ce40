package host.spore.spawn.cdk;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** Queues for events that could not be handed on: nothing that was said is lost silently. */
final class Undelivered {
    private Undelivered() {}

    static Queue queue(Construct scope, String id, String name) {
        return Queue.Builder.create(scope, id)
                .queueName(name)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                // The longest that SQS keeps a message: two weeks to notice the alarm.
                // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
                .retentionPeriod(Duration.days(14))
                // Longer than the sweep that takes messages from it, so that no other sweep sees them meanwhile.
                .visibilityTimeout(Duration.minutes(5))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }
}
