package host.spore.spawn.events;

/** In which zones an instance has a name: with its public address for everybody, with its private one in the VPCs. */
public enum NameZones {
    PUBLIC("public", true, false),
    PRIVATE("private", false, true),
    BOTH("both", true, true),
    /** It is reached by its address. */
    NONE("none", false, false);

    private final String wire;
    private final boolean isPublic;
    private final boolean isPrivate;

    NameZones(String wire, boolean isPublic, boolean isPrivate) {
        this.wire = wire;
        this.isPublic = isPublic;
        this.isPrivate = isPrivate;
    }

    /** As it stands in events. */
    public String wire() {
        return wire;
    }

    public boolean isPublic() {
        return isPublic;
    }

    public boolean isPrivate() {
        return isPrivate;
    }

    /** @throws Refusal when the text is none of them */
    public static NameZones parse(String text) {
        for (NameZones value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of public, private, both, none");
    }
}
