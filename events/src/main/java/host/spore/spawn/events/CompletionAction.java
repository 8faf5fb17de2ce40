package host.spore.spawn.events;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows when the work on an instance is done. */
public enum CompletionAction {
    /** It is reported, and the instance lives on until its deadline. */
    NONE("none", null),
    STOP("stop", PowerAction.STOP),
    HIBERNATE("hibernate", PowerAction.HIBERNATE),
    TERMINATE("terminate", PowerAction.TERMINATE);

    private final String wire;
    private final @Nullable PowerAction power;

    CompletionAction(String wire, @Nullable PowerAction power) {
        this.wire = wire;
        this.power = power;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** Empty for {@link #NONE}. */
    public Optional<PowerAction> power() {
        return Optional.ofNullable(power);
    }

    /** The completion that this follows. */
    public static CompletionAction of(PowerAction power) {
        return switch (power) {
            case STOP -> STOP;
            case HIBERNATE -> HIBERNATE;
            case TERMINATE -> TERMINATE;
        };
    }

    /** @throws Refusal when the text is none of them */
    public static CompletionAction parse(String text) {
        for (CompletionAction value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": one of none, stop, hibernate, terminate");
    }
}
