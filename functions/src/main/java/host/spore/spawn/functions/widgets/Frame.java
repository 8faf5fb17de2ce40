package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Where, when and for whom a page is shown.
 *
 * @param now of all that is reckoned in it
 * @param offset from UTC of whoever looks
 * @param theme of the console around it
 * @param width in pixels
 * @param endpoint ARN of the function that shows another page when somebody asks for it
 */
record Frame(Instant now, ZoneOffset offset, Theme theme, int width, String endpoint) {
    /** Below it a table of more than three columns cannot be read. */
    private static final int NARROW = 620;

    /** What a widget has by default on a new dashboard: a quarter of 24 columns. */
    private static final int USUAL_WIDTH = 600;

    /**
     * Reads CloudWatch's words about it; what it does not say has a usual value.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html">widgetContext</a>
     */
    static Frame read(JsonObject input, Instant now, String endpoint) {
        JsonObject context = input.optionalObject("widgetContext")
                .orElse(JsonObject.builder().build());
        long width = context.optionalInteger("width").orElse((long) USUAL_WIDTH);
        return new Frame(
                now,
                context.optionalObject("timezone")
                        .flatMap(zone -> zone.optionalString("offsetISO"))
                        .map(Frame::offset)
                        .orElse(ZoneOffset.UTC),
                Theme.parse(context.optionalString("theme").orElse("light")),
                Math.toIntExact(Math.clamp(width, 1, 10_000)),
                endpoint);
    }

    boolean isNarrow() {
        return width < NARROW;
    }

    private static ZoneOffset offset(String text) {
        try {
            return ZoneOffset.of(text);
        } catch (DateTimeException unreadable) {
            // Times are then told as UTC, and say so.
            return ZoneOffset.UTC;
        }
    }
}
