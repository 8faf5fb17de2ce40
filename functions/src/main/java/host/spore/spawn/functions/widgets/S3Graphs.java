package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** {@link Graphs} in S3, where the package queue puts them. */
final class S3Graphs implements Graphs {
    private final S3Client s3;
    private final String bucket;

    S3Graphs(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Optional<Graph> of(String queueId, String runId) {
        try {
            String plan = s3.getObjectAsBytes(request ->
                            request.bucket(bucket).key("queues/" + queueId + "/runs/" + runId + "/plan.json"))
                    .asUtf8String();
            return Optional.of(Graph.read(JsonObject.parse(plan)));
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }
}
