package host.spore.spawn.events;

import java.util.regex.Pattern;

/**
 * Names a job within its queue, and its state in the graph.
 *
 * @param value 1 to 60 of letters, digits, {@code .}, {@code _} and {@code -}; not {@code .} and {@code ..}, since places in
 *     S3 and on disk are named by it
 */
public record JobId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    public JobId {
        if (!SHAPE.matcher(value).matches() || value.equals(".") || value.equals("..")) {
            throw new Refusal("\"" + Printable.of(value)
                    + "\": 1 to 60 letters, digits, dots, underscores and hyphens, for example fetch");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
