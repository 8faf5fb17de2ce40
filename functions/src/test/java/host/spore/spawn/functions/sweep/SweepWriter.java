package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.SweepPolicy;
import host.spore.spawn.events.SweepRowId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Writes sweeps and rows as the flow of sweeps does, for those who read them. */
public final class SweepWriter {
    private static final Instant EXPIRES = Instant.parse("2037-01-01T00:00:00Z");

    private SweepWriter() {}

    /** @param run more than the first one is a resumed one */
    public static void begin(
            DynamoDbClient dynamoDb, String table, String sweepId, int run, int rows, int maxConcurrent, Instant at) {
        boolean written = new DynamoSweeps(dynamoDb, table)
                .write(new SweepItem(
                        new SweepId(sweepId),
                        run,
                        "run-" + run,
                        run == 1 ? "LaunchSweep" : "ResumeSweep",
                        "run-1",
                        rows,
                        maxConcurrent,
                        OptionalInt.empty(),
                        Duration.ZERO,
                        SweepPolicy.CONTINUE,
                        SweepStatus.RUNNING,
                        Optional.empty(),
                        Optional.empty(),
                        at,
                        Optional.empty(),
                        EXPIRES,
                        0));
        if (!written) {
            throw new IllegalStateException("there is a sweep " + sweepId);
        }
    }

    /** @param status empty: it runs */
    public static void add(
            DynamoDbClient dynamoDb,
            String table,
            String sweepId,
            int index,
            String name,
            String status,
            String reason,
            Optional<String> instance,
            OptionalInt exitCode,
            Optional<String> cost,
            Instant begunAt,
            Optional<Instant> endedAt) {
        Optional<RowEnd> end = endedAt.map(
                at -> new RowEnd(RowStatus.parse(status), reason, at, Optional.empty(), cost, Optional.empty()));
        boolean written = new DynamoRows(dynamoDb, table)
                .write(new RowItem(
                        new SweepRowId(new SweepId(sweepId), 1, index),
                        name,
                        RowWork.NONE,
                        Optional.empty(),
                        begunAt,
                        begunAt,
                        instance.map(InstanceId::new),
                        exitCode,
                        end,
                        Optional.empty(),
                        EXPIRES,
                        0));
        if (!written) {
            throw new IllegalStateException("there is a row " + index + " of " + sweepId);
        }
    }
}
