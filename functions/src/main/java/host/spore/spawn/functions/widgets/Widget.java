package host.spore.spawn.functions.widgets;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages that there are. A further one begins here: the compiler then asks for the rest. */
enum Widget {
    /** Those that live, with their deadlines. */
    INSTANCES,
    /** One instance, from its launch to now. */
    TIMELINE,
    /** Runs of queues: their graphs, and why jobs wait. */
    QUEUES,
    /** Sweeps: how far they are, and what their rows came to. */
    SWEEPS,
    /** Launches by outcome and latency. */
    LAUNCHES,
    /** What is remembered of capacity. */
    AVAILABILITY,
    /** What is being spent, and was. */
    SPENDING;

    /** As parameters have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Widget> parse(String word) {
        return Arrays.stream(values())
                .filter(widget -> widget.word().equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Widget::word).collect(Collectors.joining(", "));
    }
}
