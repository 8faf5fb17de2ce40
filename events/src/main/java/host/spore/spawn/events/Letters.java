package host.spore.spawn.events;

/** What stands in an id. No regular expressions: the agent checks ids all its life, and they would cost it 200 KB. */
final class Letters {
    static final String DIGITS = "0123456789";
    static final String HEXADECIMAL = DIGITS + "abcdef";
    static final String WORD = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";

    private Letters() {}

    static boolean only(String allowed, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (allowed.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
