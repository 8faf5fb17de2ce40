package host.spore.spawn.functions.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@link OutcomesByType} in memory, of what is written into it as into the table. */
public final class FakeOutcomesByType implements OutcomesByType, Outcomes {
    private final List<StoredOutcome> items = new ArrayList<>();

    @Override
    public List<StoredOutcome> since(String type, Instant from, int most) {
        return items.stream()
                .filter(item -> item.type().equals(type) && !item.writtenAt().isBefore(from))
                .sorted(Comparator.comparing(StoredOutcome::writtenAt).reversed())
                .limit(most)
                .toList();
    }

    @Override
    public StoredOutcome writeOnce(StoredOutcome outcome) {
        Optional<StoredOutcome> before = read(outcome.key());
        if (before.isEmpty()) {
            items.add(outcome);
        }
        return before.orElse(outcome);
    }

    @Override
    public void markPublished(String key, Instant at) {
        items.replaceAll(item -> item.key().equals(key)
                ? new StoredOutcome(
                        key, item.commandType(), item.type(), item.id(), item.detail(), item.writtenAt(), true)
                : item);
    }

    @Override
    public Optional<StoredOutcome> read(String key) {
        return items.stream().filter(item -> item.key().equals(key)).findFirst();
    }

    @Override
    public List<StoredOutcome> unpublished() {
        return items.stream().filter(item -> !item.published()).toList();
    }
}
