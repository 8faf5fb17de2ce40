package host.spore.spawn.events;

import java.util.regex.Pattern;

/**
 * The id that EC2 gave an instance.
 *
 * @param value {@code i-} and 8 (before 2016) or 17 hexadecimal digits
 */
public record InstanceId(String value) {
    private static final Pattern SHAPE = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

    public InstanceId {
        if (!looksLikeOne(value)) {
            throw new Refusal("\"" + Printable.of(value) + "\": an instance id is i- and 17 hexadecimal digits");
        }
    }

    public static boolean looksLikeOne(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
