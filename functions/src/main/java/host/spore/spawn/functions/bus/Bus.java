package host.spore.spawn.functions.bus;

/** The bus {@code spawn}, as the control plane. */
@FunctionalInterface
public interface Bus {
    /**
     * Publishes one event.
     *
     * @param type its detail-type
     * @param detail as JSON text
     * @throws RuntimeException when the bus has not taken it; publishing again is safe, by the event's id
     */
    void publish(String type, String detail);
}
