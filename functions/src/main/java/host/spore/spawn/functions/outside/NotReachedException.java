package host.spore.spawn.functions.outside;

/** An endpoint did not answer. Flows try it again. */
public final class NotReachedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message without the URL, which may be a secret */
    public NotReachedException(String message) {
        super(message);
    }
}
