package host.spore.spawn.functions.bus;

/** The bus did not take an event. Flows retry it. */
public final class BusRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BusRefusedException(String message) {
        super(message);
    }
}
