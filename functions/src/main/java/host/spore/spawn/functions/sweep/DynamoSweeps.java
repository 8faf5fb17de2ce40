package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.SweepPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** {@link Sweeps} in DynamoDB. */
final class DynamoSweeps implements Sweeps {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoSweeps(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<SweepItem> read(SweepId sweepId) {
        return Item.read(dynamoDb, table, sweepId, RowKeys.SWEEP).map(item -> sweep(sweepId, item));
    }

    @Override
    public boolean write(SweepItem item) {
        return Item.put(dynamoDb, request(item));
    }

    PutItemRequest request(SweepItem sweep) {
        Item item = Item.to(sweep.sweepId(), RowKeys.SWEEP)
                .with("run", sweep.run())
                .with("run_id", sweep.runId())
                .with("command_type", sweep.commandType())
                .with("correlation_id", sweep.correlationId())
                .with("row_count", sweep.rows())
                .with("max_concurrent", sweep.maxConcurrent())
                .with("delay_seconds", sweep.delay().toSeconds())
                .with("on_failure", sweep.policy().wire())
                .with("status", sweep.status().wire())
                .with("reason", sweep.reason())
                .with("started_at", sweep.startedAt().toString())
                .with("ended_at", sweep.endedAt())
                .with(RowKeys.EXPIRES_AT, sweep.expiresAt().getEpochSecond());
        sweep.perZone().ifPresent(most -> item.with("max_concurrent_per_zone", most));
        sweep.mark().ifPresent(mark -> {
            switch (mark) {
                case Mark.Cancelled(String command, String reason) ->
                    item.with("cancelled_by", command).with("cancelled", reason);
                case Mark.Stopped(String reason) -> item.with("stopped", reason);
            }
        });
        return item.request(table, sweep.version());
    }

    private static SweepItem sweep(SweepId sweepId, Item item) {
        return new SweepItem(
                sweepId,
                item.integer("run"),
                item.text("run_id"),
                item.text("command_type"),
                item.text("correlation_id"),
                item.integer("row_count"),
                item.integer("max_concurrent"),
                item.has("max_concurrent_per_zone")
                        ? OptionalInt.of(item.integer("max_concurrent_per_zone"))
                        : OptionalInt.empty(),
                Duration.ofSeconds(item.number("delay_seconds")),
                SweepPolicy.parse(item.text("on_failure")),
                SweepStatus.parse(item.text("status")),
                mark(item),
                item.optional("reason"),
                item.instant("started_at"),
                item.optional("ended_at").map(Instant::parse),
                Instant.ofEpochSecond(item.number(RowKeys.EXPIRES_AT)),
                item.number(RowKeys.VERSION));
    }

    private static Optional<Mark> mark(Item item) {
        return item.optional("cancelled_by")
                .<Mark>map(command -> new Mark.Cancelled(command, item.text("cancelled")))
                .or(() -> item.optional("stopped").map(Mark.Stopped::new));
    }
}
