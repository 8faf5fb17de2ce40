package host.spore.spawn.functions.dns;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Events as Lambda reads them from a queue. */
final class Deliveries {
    private Deliveries() {}

    /** Each for the first time, as message m0, m1 and so on. */
    static JsonObject of(JsonObject... events) {
        return of(Arrays.stream(events).map(JsonObject::toString).toArray(String[]::new));
    }

    static JsonObject of(String... bodies) {
        return JsonObject.builder()
                .put(
                        "Records",
                        new JsonArray(IntStream.range(0, bodies.length)
                                .<Json>mapToObj(i -> record("m" + i, 1, bodies[i]))
                                .toList()))
                .build();
    }

    private static JsonObject record(String id, int deliveries, String body) {
        return JsonObject.builder()
                .put("messageId", id)
                .put("receiptHandle", "receipt of " + id)
                .put(
                        "attributes",
                        JsonObject.builder()
                                .put("ApproximateReceiveCount", Integer.toString(deliveries))
                                .build())
                .put("body", body)
                .build();
    }

    static JsonObject stateChange(InstanceId id, String state, Instant at, String account, String region) {
        return JsonObject.builder()
                .put("source", "aws.ec2")
                .put("detail-type", "EC2 Instance State-change Notification")
                .put("account", account)
                .put("region", region)
                .put("time", at.toString())
                .put(
                        "detail",
                        JsonObject.builder()
                                .put("instance-id", id.value())
                                .put("state", state)
                                .build())
                .build();
    }
}
