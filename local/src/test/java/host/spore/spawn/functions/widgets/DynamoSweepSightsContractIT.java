package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.sweep.SweepWriter;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoSweepSightsContractIT extends SweepSightsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-sweeps");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    SweepSights subject() {
        return new DynamoSweepSights(cloud.tables, table.name());
    }

    @Override
    void begin(SweepRun run) {
        SweepWriter.begin(
                cloud.tables, table.name(), run.sweepId(), run.run(), run.rows(), run.maxConcurrent(), run.startedAt());
    }

    @Override
    void add(String sweepId, SweepRow row) {
        SweepWriter.add(
                cloud.tables,
                table.name(),
                sweepId,
                row.index(),
                row.name(),
                row.endedAt().isPresent() ? row.status() : "",
                row.reason().orElse(""),
                row.instance(),
                row.exitCode(),
                row.cost(),
                row.begunAt(),
                row.endedAt());
    }

    @Override
    String freshId() {
        return cloud.newName("lr");
    }
}
