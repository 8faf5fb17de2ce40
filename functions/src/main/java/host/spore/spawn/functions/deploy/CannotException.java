package host.spore.spawn.functions.deploy;

/** Fails the deployment; the message is what CloudFormation shows, with what to do. */
final class CannotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotException(String message) {
        super(message);
    }
}
