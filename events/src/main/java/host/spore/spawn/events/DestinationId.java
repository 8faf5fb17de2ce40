package host.spore.spawn.events;

import java.util.regex.Pattern;

/**
 * Names a destination of alerts. One that is added again under its name is replaced.
 *
 * @param value 1 to 60 of letters, digits, {@code .}, {@code _} and {@code -}
 */
public record DestinationId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    /** Of a hash; ten destinations of one channel do not meet in so many. */
    private static final int SHOWN = 10;

    public DestinationId {
        if (!SHAPE.matcher(value).matches()) {
            throw new Refusal("\"" + Printable.of(value)
                    + "\": 1 to 60 letters, digits, dots, underscores and hyphens, for example oncall");
        }
    }

    /** For whoever gives no name: the same channel and target always have the same. */
    public static DestinationId of(AlertTarget target) {
        return new DestinationId(target.type().wire() + "-"
                + Ids.hash("destination", target.type().wire(), target.target()).substring(0, SHOWN));
    }

    @Override
    public String toString() {
        return value;
    }
}
