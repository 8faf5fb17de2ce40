package host.spore.spawn.functions.ec2;

/** EC2 does not tell yet what an event has announced. Lambda delivers the event again. */
public final class NotKnownYetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotKnownYetException(String message) {
        super(message);
    }
}
