package host.spore.spawn.functions.custom;

/** Fails the deployment; the message is what CloudFormation shows, with what to do. */
public final class CannotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotException(String message) {
        super(message);
    }
}
