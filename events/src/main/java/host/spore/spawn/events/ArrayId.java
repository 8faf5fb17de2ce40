package host.spore.spawn.events;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Names an array of instances, once and for all: {@code {name}-{day}-{six letters}}. A name may be taken again by a later
 * array, an id never is.
 *
 * @param value lower-case letters, digits and hyphens; no DNS label, since it may be longer than one
 */
public record ArrayId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?-[0-9]{8}-[0-9a-f]{6}");

    private static final int LETTERS = 6;

    public ArrayId {
        if (!SHAPE.matcher(value).matches()) {
            throw new Refusal("\"" + Printable.of(value) + "\": the id of an array, for example work-20261127-3f2a1b");
        }
    }

    /** The same command always makes the same id, on whatever day it is carried out. */
    public static ArrayId of(Name name, String commandId, Instant at) {
        String day = Instants.format(at).substring(0, "2026-11-27".length()).replace("-", "");
        return new ArrayId(name + "-" + day + "-" + Ids.hash("array", commandId).substring(0, LETTERS));
    }

    @Override
    public String toString() {
        return value;
    }
}
