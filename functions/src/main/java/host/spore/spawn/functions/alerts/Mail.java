package host.spore.spawn.functions.alerts;

/** Mail, by an account's own identity. */
@FunctionalInterface
interface Mail {
    /**
     * Sends one.
     *
     * @return the id that the service gave it
     * @throws NotTakenException when it will not be taken by trying again
     */
    String send(String from, String to, Letter letter);

    /**
     * A mail in two forms.
     *
     * @param subject one line
     * @param text plain
     * @param html the same
     */
    record Letter(String subject, String text, String html) {}
}
