package host.spore.spawn.events;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Names a sweep, once and for all: its rows' instances and their commands are named after it.
 *
 * @param value one DNS label of at most {@value #MAX} characters, so that an index fits behind it
 */
public record SweepId(String value) {
    public static final int MAX = 50;

    /** Of the name that {@link #of} takes: a date and a suffix come behind it. */
    public static final int LONGEST_NAME = 30;

    private static final int SUFFIX = 6;

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?");

    public SweepId {
        if (!SHAPE.matcher(value).matches()) {
            throw new Refusal("\"" + Printable.of(value) + "\": 1 to " + MAX
                    + " lower-case letters, digits and hyphens, for example lr-20261126-3f2a1b");
        }
    }

    /** The same command is always the same sweep, also when it is said again. */
    public static SweepId of(Name name, Envelope command) {
        String date = DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofInstant(command.at(), ZoneOffset.UTC));
        return new SweepId(
                name + "-" + date + "-" + Ids.hash("sweep", command.id()).substring(0, SUFFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
