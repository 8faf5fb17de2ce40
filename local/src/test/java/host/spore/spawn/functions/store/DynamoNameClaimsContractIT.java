package host.spore.spawn.functions.store;

import host.spore.spawn.events.Name;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoNameClaimsContractIT extends NameClaimsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-names");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    protected NameClaims subject() {
        return new DynamoNames(cloud.tables, table.name());
    }

    @Override
    protected Names names() {
        return new DynamoNames(cloud.tables, table.name());
    }

    @Override
    protected Name freshName() {
        return new Name(cloud.newName("contract"));
    }
}
