package host.spore.spawn.functions.lambda;

import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One line in CloudWatch's embedded metric format, which CloudWatch Logs turns into metrics of the namespace {@code Spawn},
 * without dimensions: each of those would be a metric of its own, and be paid for as one. A metric is paid for by the hours
 * in which somebody writes it (https://aws.amazon.com/cloudwatch/pricing/), so what does not happen costs nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">the
 *     format</a>
 */
public final class MetricLine {
    private final Instant now;
    private final List<Value> values = new ArrayList<>();

    private record Value(String name, String unit, BigDecimal value) {}

    private MetricLine(Instant now) {
        this.now = now;
    }

    public static MetricLine at(Instant now) {
        return new MetricLine(now);
    }

    public MetricLine count(String name, long value) {
        values.add(new Value(name, "Count", BigDecimal.valueOf(value)));
        return this;
    }

    /** US dollars, for which CloudWatch has no unit. */
    public MetricLine usd(String name, Usd value) {
        values.add(new Value(name, "None", new BigDecimal(value.toString())));
        return this;
    }

    public JsonObject build() {
        JsonObject directive = JsonObject.builder()
                .put("Namespace", "Spawn")
                .put("Dimensions", new JsonArray(List.<Json>of(new JsonArray(List.of()))))
                .put(
                        "Metrics",
                        new JsonArray(values.stream()
                                .<Json>map(value -> JsonObject.builder()
                                        .put("Name", value.name())
                                        .put("Unit", value.unit())
                                        .build())
                                .toList()))
                .build();
        JsonObject.Builder line = JsonObject.builder()
                .put(
                        "_aws",
                        JsonObject.builder()
                                .put("Timestamp", now.toEpochMilli())
                                .put("CloudWatchMetrics", new JsonArray(List.<Json>of(directive)))
                                .build());
        values.forEach(value -> line.put(value.name(), new Json.JsonNumber(value.value())));
        return line.build();
    }
}
