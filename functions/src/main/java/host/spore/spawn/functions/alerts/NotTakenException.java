package host.spore.spawn.functions.alerts;

/** A service refuses a message, and will refuse it again. */
final class NotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what it says, and what to do */
    NotTakenException(String message) {
        super(message);
    }
}
