package host.spore.spawn.cli;

/** A queue that cannot be submitted, with everything that is wrong with it. */
final class BadQueue extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient QueueText.Bad bad;
    private final transient Arguments arguments;

    /** @param arguments that say how problems are to be told */
    BadQueue(QueueText.Bad bad, Arguments arguments) {
        super(bad.problems().toString());
        this.bad = bad;
        this.arguments = arguments;
    }

    int told(Surroundings surroundings) {
        return QueueText.told(bad, arguments, surroundings);
    }
}
