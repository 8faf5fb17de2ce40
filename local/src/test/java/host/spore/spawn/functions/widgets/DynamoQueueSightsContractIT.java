package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.queue.QueueWriter;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoQueueSightsContractIT extends QueueSightsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-queues");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    QueueSights subject() {
        return new DynamoQueueSights(cloud.tables, table.name());
    }

    @Override
    void begin(String commandType, QueueRun run) {
        QueueWriter.begin(
                cloud.tables,
                table.name(),
                commandType,
                run.runId(),
                run.queueId(),
                run.owner(),
                run.jobs(),
                run.startedAt());
    }

    @Override
    void add(String runId, QueueJob job) {
        QueueWriter.add(
                cloud.tables,
                table.name(),
                runId,
                job.id(),
                job.index(),
                job.status(),
                job.reason(),
                job.waitingFor(),
                job.elementsDone(),
                job.endedAt());
    }

    @Override
    String freshId() {
        return cloud.newId();
    }
}
