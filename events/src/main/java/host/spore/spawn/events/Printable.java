package host.spore.spawn.events;

/** Text from outside, made safe to stand in one line of a log, a terminal or a reason. */
public final class Printable {
    private static final int LIMIT = 200;

    private Printable() {}

    /** Control characters become {@code ?}, and what is longer than 200 characters is cut with {@code …}. */
    public static String of(String text) {
        return of(text, LIMIT);
    }

    /** As {@link #of(String)}, for what is known to be longer and worth it: AWS's own words on a denied permission. */
    public static String of(String text, int limit) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(limit + 1L).forEach(c -> out.appendCodePoint(isPlain(c) ? c : '?'));
        return out.codePointCount(0, out.length()) > limit
                ? out.substring(0, out.offsetByCodePoints(0, limit)) + "…"
                : out.toString();
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
