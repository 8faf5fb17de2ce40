package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.lambda.eventsources.SqsDlq;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * What became of every instance, read from the stream of their table. Reading an empty stream costs nothing
 * (https://aws.amazon.com/dynamodb/pricing/on-demand/: Lambda's reads are free), and calls no function.
 */
final class History extends Construct {
    History(Construct scope, String id, JavaFunction.Platform platform, Tables tables, Queue undelivered) {
        super(scope, id);
        String stream = Objects.requireNonNull(tables.instances().getTableStreamArn(), "the table has a stream");
        var function = new JavaFunction(
                this,
                "Append",
                platform,
                new JavaFunction.Spec(
                        "spawn-history",
                        "history.HistoryHandler",
                        "Appends every change of an instance to its history",
                        Duration.seconds(60),
                        false,
                        null,
                        Map.of("SPAWN_HISTORY_TABLE", tables.history().getTableName()),
                        List.of(
                                Allow.to("Append", "dynamodb:UpdateItem", "dynamodb:Query")
                                        .on(tables.history().getTableArn()),
                                Allow.to(
                                                "ReadTheStream",
                                                "dynamodb:DescribeStream",
                                                "dynamodb:GetRecords",
                                                "dynamodb:GetShardIterator")
                                        .on(stream),
                                // A list has no resource:
                                // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
                                Allow.to("FindTheStream", "dynamodb:ListStreams")
                                        .onEverything(),
                                Allow.to("KeepWhatFailed", "sqs:SendMessage").on(undelivered.getQueueArn()))));
        EventSourceMapping.Builder.create(this, "Stream")
                .target(function.callable())
                .eventSourceArn(stream)
                .startingPosition(StartingPosition.TRIM_HORIZON)
                .batchSize(100)
                // One call for what a launch writes in its first moments.
                .maxBatchingWindow(Duration.seconds(2))
                // One record that cannot be read must not hold up its shard for a day.
                .bisectBatchOnError(true)
                .retryAttempts(20)
                .maxRecordAge(Duration.hours(12))
                .onFailure(new SqsDlq(undelivered))
                .build();
    }
}
