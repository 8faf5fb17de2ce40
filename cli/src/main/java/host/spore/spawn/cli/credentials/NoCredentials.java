package host.spore.spawn.cli.credentials;

/** There is nothing to sign with. The message has where it was looked for and what to do. */
public final class NoCredentials extends Exception {
    private static final long serialVersionUID = 1L;

    public NoCredentials(String message) {
        super(message);
    }

    public NoCredentials(String message, Throwable cause) {
        super(message, cause);
    }
}
