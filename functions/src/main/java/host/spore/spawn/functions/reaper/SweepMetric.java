package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sign of life on whose absence the alarm fires: one line in CloudWatch's embedded metric format, which CloudWatch
 * Logs turns into the metrics {@code Spawn/Sweeps}, {@code Spawn/Living} and {@code Spawn/Drift}, without dimensions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">the
 *     format</a>
 */
final class SweepMetric {
    private SweepMetric() {}

    /**
     * @param living instances of spawn
     * @param drift how much was amiss
     */
    static JsonObject line(Instant now, int living, int drift) {
        JsonObject directive = JsonObject.builder()
                .put("Namespace", "Spawn")
                .put("Dimensions", new JsonArray(List.<Json>of(new JsonArray(List.of()))))
                .put(
                        "Metrics",
                        new JsonArray(Stream.of("Sweeps", "Living", "Drift")
                                .<Json>map(name -> JsonObject.builder()
                                        .put("Name", name)
                                        .put("Unit", "Count")
                                        .build())
                                .toList()))
                .build();
        return JsonObject.builder()
                .put(
                        "_aws",
                        JsonObject.builder()
                                .put("Timestamp", now.toEpochMilli())
                                .put("CloudWatchMetrics", new JsonArray(List.<Json>of(directive)))
                                .build())
                .put("Sweeps", 1)
                .put("Living", living)
                .put("Drift", drift)
                .build();
    }
}
