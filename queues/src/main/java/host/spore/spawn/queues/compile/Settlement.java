package host.spore.spawn.queues.compile;

import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import host.spore.spawn.queues.file.OnFailure;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What follows from a failure, beyond its note.
 *
 * @param skipped what will not run because of it
 * @param gates labels of those that are resolved as skipped
 */
public record Settlement(Set<Element> skipped, List<String> gates) {
    private static final Settlement NOTHING = new Settlement(Set.of(), List.of());

    public Settlement {
        skipped = Collections.unmodifiableSet(new LinkedHashSet<>(skipped));
        gates = List.copyOf(gates);
    }

    /**
     * @param gates of all machines of the queue
     * @param failed for good, all tries included
     */
    public static Settlement of(Elements elements, OnFailure onFailure, List<Gate> gates, Element failed) {
        // Where everything is stopped, nothing waits any longer; what runs always goes on whatever failed.
        if (onFailure == OnFailure.STOP || elements.node(failed.job()).always()) {
            return NOTHING;
        }
        Set<Element> skipped = elements.after(failed);
        Set<String> lost = new HashSet<>(Set.of(failed.job()));
        skipped.forEach(element -> lost.add(element.job()));
        return new Settlement(
                skipped,
                gates.stream()
                        .filter(gate -> gate.jobs().stream().anyMatch(lost::contains))
                        .map(Gate::target)
                        .toList());
    }
}
