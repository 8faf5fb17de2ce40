package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * The sign of life on whose absence the alarm fires: one line in CloudWatch's embedded metric format, which
 * CloudWatch Logs turns into the metric {@code Spawn/Sweeps} without dimensions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">the
 *     format</a>
 */
final class SweepMetric {
    private SweepMetric() {}

    static JsonObject line(Instant now) {
        JsonObject metric =
                JsonObject.builder().put("Name", "Sweeps").put("Unit", "Count").build();
        JsonObject directive = JsonObject.builder()
                .put("Namespace", "Spawn")
                .put("Dimensions", new JsonArray(List.<Json>of(new JsonArray(List.of()))))
                .put("Metrics", new JsonArray(List.<Json>of(metric)))
                .build();
        return JsonObject.builder()
                .put(
                        "_aws",
                        JsonObject.builder()
                                .put("Timestamp", now.toEpochMilli())
                                .put("CloudWatchMetrics", new JsonArray(List.<Json>of(directive)))
                                .build())
                .put("Sweeps", 1)
                .build();
    }
}
