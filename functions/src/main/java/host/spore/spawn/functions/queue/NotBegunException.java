package host.spore.spawn.functions.queue;

/** What is to be stopped has not begun; the flow asks again. */
public final class NotBegunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotBegunException(String message) {
        super(message);
    }
}
