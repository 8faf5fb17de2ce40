package host.spore.spawn.cli.bus;

/** The bus did not take the event, or nobody knows whether it did. The message has what failed and what to do. */
public final class Unpublished extends Exception {
    private static final long serialVersionUID = 1L;

    public Unpublished(String message) {
        super(message);
    }

    public Unpublished(String message, Throwable cause) {
        super(message, cause);
    }
}
