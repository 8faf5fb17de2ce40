package host.spore.spawn.events;

/** How the work on an instance ended, by its own word. */
public enum CompletionStatus {
    SUCCESS("success"),
    FAILED("failed");

    private final String wire;

    CompletionStatus(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static CompletionStatus parse(String text) {
        for (CompletionStatus value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of success, failed");
    }
}
