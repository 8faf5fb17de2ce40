package host.spore.spawn.events;

/**
 * A value that the language does not allow. The message has what was given, what is allowed and what to do, and
 * reads on after the name of the option or field: {@code "1w": use s, m, h, d, for example 7d or 2h30m}.
 */
public final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }
}
