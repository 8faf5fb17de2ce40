package host.spore.spawn.events;

import java.util.regex.Pattern;

/**
 * Names a sweep, once and for all: its rows' instances and their commands are named after it.
 *
 * @param value one DNS label of at most {@value #MAX} characters, so that an index fits behind it
 */
public record SweepId(String value) {
    public static final int MAX = 50;

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?");

    public SweepId {
        if (!SHAPE.matcher(value).matches()) {
            throw new Refusal("\"" + Printable.of(value) + "\": 1 to " + MAX
                    + " lower-case letters, digits and hyphens, for example lr-20261126-3f2a1b");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
