package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.queue.QueueWriter;
import host.spore.spawn.local.cloud.Cloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3GraphsContractIT extends GraphsContract {
    private final Cloud cloud = Cloud.get();
    private final String bucket = cloud.newName("contract-graphs");

    @BeforeAll
    void makeTheBucket() {
        cloud.objects.createBucket(request -> request.bucket(bucket));
    }

    @AfterAll
    void removeTheBucket() {
        cloud.objects
                .listObjectsV2(request -> request.bucket(bucket))
                .contents()
                .forEach(object -> cloud.objects.deleteObject(
                        request -> request.bucket(bucket).key(object.key())));
        cloud.objects.deleteBucket(request -> request.bucket(bucket));
    }

    @Override
    Graphs subject() {
        return new S3Graphs(cloud.objects, bucket);
    }

    @Override
    void plan(String queueId, String runId, Graph graph) {
        QueueWriter.plan(
                cloud.objects,
                bucket,
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
