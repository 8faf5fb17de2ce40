package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.queue.QueueWriter;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.EmptyBucket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3GraphsContractIT extends GraphsContract {
    private final Cloud cloud = Cloud.get();
    private final EmptyBucket bucket = new EmptyBucket(cloud, "contract-graphs");

    @AfterAll
    void removeTheBucket() {
        bucket.close();
    }

    @Override
    Graphs subject() {
        return new S3Graphs(cloud.objects, bucket.name());
    }

    @Override
    void plan(String queueId, String runId, Graph graph) {
        QueueWriter.plan(
                cloud.objects,
                bucket.name(),
                queueId,
                runId,
                graph.nodes().stream()
                        .map(node -> new QueueWriter.Planned(node.id(), node.array(), node.always(), node.after()))
                        .toList());
    }

    @Override
    String freshId() {
        return cloud.newId();
    }
}
