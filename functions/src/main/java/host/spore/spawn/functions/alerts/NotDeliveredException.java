package host.spore.spawn.functions.alerts;

/** An alert did not arrive this time. Its flow tries again. */
public final class NotDeliveredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDeliveredException(String message) {
        super(message);
    }
}
