package host.spore.spawn.functions.lambda;

import host.spore.spawn.events.json.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line, so that CloudWatch Logs Insights can filter by field. A logging framework would add 300 ms
 * to every cold start and nothing to the lines. Whoever logs leaves secrets, user data and task tokens out.
 */
public final class Log {
    private final Consumer<String> sink;
    private final JsonObject context;

    private Log(Consumer<String> sink, JsonObject context) {
        this.sink = sink;
        this.context = context;
    }

    /** @param sink takes one line, with its newline */
    public static Log to(Consumer<String> sink) {
        return new Log(sink, JsonObject.builder().build());
    }

    /** One more field in every line. */
    public Log with(String key, @Nullable String value) {
        return new Log(
                sink, JsonObject.builder().putAll(context).put(key, value).build());
    }

    public void info(String message, Field... fields) {
        line("INFO", message, fields);
    }

    public void warn(String message, Field... fields) {
        line("WARN", message, fields);
    }

    public void error(String message, Field... fields) {
        line("ERROR", message, fields);
    }

    public static Field field(String key, @Nullable Object value) {
        return new Field(key, value == null ? null : value.toString());
    }

    private void line(String level, String message, Field... fields) {
        JsonObject.Builder line =
                JsonObject.builder().put("level", level).put("message", message).putAll(context);
        for (Field field : fields) {
            line.put(field.key(), field.value());
        }
        sink.accept(line.build() + "\n");
    }

    /**
     * A part of a line.
     *
     * @param key in camel case, as in events
     * @param value left out when null
     */
    public record Field(String key, @Nullable String value) {}
}
