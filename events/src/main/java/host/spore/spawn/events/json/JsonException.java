package host.spore.spawn.events.json;

/** Text that is no JSON, or JSON of another shape than asked for; the message begins with the place. */
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
