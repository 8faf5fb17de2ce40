package host.spore.spawn.events;

/**
 * The instance that a command is about: its name, or its id.
 *
 * @param value a {@link Name} or an {@link InstanceId}
 */
public record Target(String value) {
    public Target {
        if (!InstanceId.looksLikeOne(value)) {
            new Name(value);
        }
    }

    public boolean isId() {
        return InstanceId.looksLikeOne(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
