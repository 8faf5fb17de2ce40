package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.queues.compile.Gate;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Gates} in memory. */
final class FakeGates implements Gates {
    final Faults faults = new Faults();

    private final Map<String, Item> items = new HashMap<>();

    private static final class Item {
        final Set<String> waiting;

        @Nullable
        String token;

        boolean skipped;

        Item(List<String> awaits) {
            waiting = new LinkedHashSet<>(awaits);
        }

        State state() {
            return skipped
                    ? new Skipped(Optional.ofNullable(token))
                    : waiting.isEmpty() ? new Open(Optional.ofNullable(token)) : new Shut();
        }
    }

    /** As a machine does: {@code SET task_token} on condition {@code attribute_exists(waiting)}. */
    boolean park(String runId, String target, String token) {
        Item item = items.get(runId + "/" + target);
        if (item == null || item.waiting.isEmpty()) {
            return false;
        }
        item.token = token;
        return true;
    }

    /** As a machine reads it that came too late to park: {@code open}, {@code skip} or {@code shut}. */
    String look(String runId, String target) {
        Item item = items.get(runId + "/" + target);
        return item == null ? "shut" : item.skipped ? "skip" : item.waiting.isEmpty() ? "open" : "shut";
    }

    void forget(String runId, String target) {
        items.remove(runId + "/" + target);
    }

    @Override
    public void begin(String runId, List<Gate> gates, Instant expiresAt) {
        faults.enter();
        gates.forEach(gate -> items.putIfAbsent(runId + "/" + gate.target(), new Item(gate.awaits())));
        faults.leave();
    }

    @Override
    public State release(String runId, String target, String label) {
        faults.enter();
        Item item = items.get(runId + "/" + target);
        if (item == null) {
            return new Missing();
        }
        item.waiting.remove(label);
        faults.leave();
        return item.state();
    }

    @Override
    public State skip(String runId, String target, String cause) {
        faults.enter();
        Item item = items.get(runId + "/" + target);
        if (item == null) {
            return new Missing();
        }
        if (!item.waiting.isEmpty()) {
            item.waiting.clear();
            item.skipped = true;
        }
        faults.leave();
        return item.state();
    }
}
