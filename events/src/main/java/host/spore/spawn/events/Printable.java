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
        int at = 0;
        for (int taken = 0; at < text.length() && taken < limit; taken++) {
            int c = text.codePointAt(at);
            out.appendCodePoint(isPlain(c) ? c : '?');
            at += Character.charCount(c);
        }
        return at < text.length() ? out.append('…').toString() : out.toString();
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
