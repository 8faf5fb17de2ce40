package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoRunNotesContractIT extends RunNotesContract {
    private final Cloud cloud = Cloud.get();
    private final QueuesTable table = new QueuesTable(cloud);

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    RunNotes subject() {
        return new DynamoRunNotes(cloud.tables, table.name());
    }

    @Override
    RunRows rows() {
        return new DynamoRunRows(cloud.tables, table.name());
    }

    @Override
    String freshRun() {
        return cloud.newId();
    }

    @Override
    Optional<String> reason(String runId) {
        return rows().read(runId).flatMap(RunRow::reason);
    }
}
