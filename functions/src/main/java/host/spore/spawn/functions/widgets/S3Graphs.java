package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.S3Texts;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** {@link Graphs} in S3, where the package queue puts them. */
final class S3Graphs implements Graphs {
    private final S3Texts texts;
    private final String bucket;

    S3Graphs(S3Client s3, String bucket) {
        this.texts = new S3Texts(s3);
        this.bucket = bucket;
    }

    @Override
    public Optional<Graph> of(String queueId, String runId) {
        return texts.read(bucket, "queues/" + queueId + "/runs/" + runId + "/plan.json")
                .map(plan -> Graph.read(JsonObject.parse(plan)));
    }
}
