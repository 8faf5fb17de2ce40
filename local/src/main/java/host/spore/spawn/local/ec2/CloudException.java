package host.spore.spawn.local.ec2;

/** The emulator did not answer, or refused; the message says which call and why. */
public final class CloudException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CloudException(String message, Throwable cause) {
        super(message, cause);
    }

    public CloudException(String message) {
        super(message);
    }
}
