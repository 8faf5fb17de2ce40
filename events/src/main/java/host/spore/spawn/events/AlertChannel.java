package host.spore.spawn.events;

/** By what an alert reaches somebody. */
public enum AlertChannel {
    /** An incoming webhook of Slack's; its URL is a secret. */
    SLACK("slack"),
    /** A topic of Amazon SNS. */
    SNS("sns"),
    /** Mail, by Amazon SES. */
    EMAIL("email"),
    /** Any endpoint that speaks HTTPS; what it gets is signed. */
    HTTP("http");

    private final String wire;

    AlertChannel(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** @throws Refusal when the text is none of them */
    public static AlertChannel parse(String text) {
        for (AlertChannel value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of slack, sns, email, http");
    }
}
