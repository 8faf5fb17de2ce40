package host.spore.spawn.functions.store;

import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Outcomes} in memory. */
public final class FakeOutcomes implements Outcomes {
    public final Faults writes = new Faults();
    public final Faults marks = new Faults();
    public final Faults reads = new Faults();

    private final Map<String, StoredOutcome> items = new LinkedHashMap<>();

    @Override
    public synchronized StoredOutcome writeOnce(StoredOutcome outcome) {
        writes.enter();
        StoredOutcome before = items.putIfAbsent(outcome.key(), outcome);
        writes.leave();
        return before == null ? outcome : before;
    }

    @Override
    public synchronized void markPublished(String key, Instant at) {
        marks.enter();
        items.computeIfPresent(
                key,
                (same, item) -> new StoredOutcome(
                        item.key(), item.commandType(), item.type(), item.id(), item.detail(), item.writtenAt(), true));
        marks.leave();
    }

    @Override
    public synchronized Optional<StoredOutcome> read(String key) {
        reads.enter();
        return Optional.ofNullable(items.get(key));
    }

    @Override
    public synchronized List<StoredOutcome> unpublished() {
        reads.enter();
        return items.values().stream()
                .filter(item -> !item.published())
                .sorted(Comparator.comparing(StoredOutcome::writtenAt))
                .toList();
    }
}
