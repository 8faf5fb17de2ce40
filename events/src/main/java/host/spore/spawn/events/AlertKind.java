package host.spore.spawn.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What an alert is about, as a destination chooses it. */
public enum AlertKind {
    /** EC2 took a launch. */
    LAUNCHED("launched"),
    /** A launch is complete. */
    READY("ready"),
    /** A command was refused or failed, or a workload ended with an error. */
    FAILED("failed"),
    /** A deadline is near, a launch waits for capacity, an agent has trouble. */
    WARNING("warning"),
    /** An instance ended at its deadline, with its work done, or by somebody past spawn. */
    EXPIRED("expired"),
    /** An instance is idle, and what is done about it. */
    IDLE("idle"),
    /** EC2 takes a spot instance back. */
    SPOT("spot"),
    /** The run of a queue ended. */
    QUEUE("queue"),
    /** The run of a sweep of parameters ended. */
    SWEEP("sweep"),
    /** The reaper found that something was amiss. */
    DRIFT("drift"),
    /** A cost limit is near or reached. */
    COST("cost");

    /** For a destination that does not choose: what somebody may have to act on, and how a night's work ended. */
    public static final List<AlertKind> USUAL = List.of(FAILED, WARNING, EXPIRED, IDLE, SPOT, QUEUE, SWEEP, COST);

    private final String wire;

    AlertKind(String wire) {
        this.wire = wire;
    }

    /** As it stands in events and tables. */
    public String wire() {
        return wire;
    }

    /** {@code failed, spot}. */
    public static String words(List<AlertKind> kinds) {
        return kinds.stream().map(AlertKind::wire).collect(Collectors.joining(", "));
    }

    /** @throws Refusal when the text is none of them */
    public static AlertKind parse(String text) {
        for (AlertKind value : values()) {
            if (value.wire.equals(text)) {
                return value;
            }
        }
        String near = Nearest.to(
                        text, Arrays.stream(values()).map(AlertKind::wire).toList())
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
        throw new Refusal("\"" + Printable.of(text) + "\": one of " + words(List.of(values())) + near);
    }

    /** Separated by commas, as a user writes them; in the order of this list, each once. */
    public static List<AlertKind> parseAll(String text) {
        List<AlertKind> kinds = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            kinds.add(parse(word.strip()));
        }
        return kinds.stream().distinct().sorted().toList();
    }
}
