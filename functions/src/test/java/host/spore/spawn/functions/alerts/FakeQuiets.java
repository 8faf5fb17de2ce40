package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@link Quiets} in memory. */
final class FakeQuiets implements Quiets {
    private final Map<String, Item> items = new LinkedHashMap<>();

    private record Item(
            Instant until,
            String opener,
            Set<String> held,
            @Nullable Instant toldUntil,
            List<String> told) {}

    private static String key(DestinationId destination, AlertKind kind) {
        return destination + "/" + kind;
    }

    @Override
    public Optional<Window> read(DestinationId destination, AlertKind kind) {
        return Optional.ofNullable(items.get(key(destination, kind)))
                .map(item ->
                        new Window(item.until(), item.opener(), !item.held().isEmpty()));
    }

    @Override
    public boolean open(DestinationId destination, AlertKind kind, Optional<Window> read, Window window) {
        Optional<Window> now = read(destination, kind);
        boolean isAsRead = read.isEmpty()
                ? now.isEmpty()
                : now.isPresent()
                        && now.get().until().equals(read.get().until())
                        && !now.get().holds();
        if (isAsRead) {
            Item before = items.get(key(destination, kind));
            items.put(
                    key(destination, kind),
                    new Item(
                            window.until(),
                            window.opener(),
                            new TreeSet<>(),
                            before == null ? null : before.toldUntil(),
                            before == null ? List.of() : before.told()));
        }
        return isAsRead;
    }

    @Override
    public boolean hold(DestinationId destination, AlertKind kind, Instant until, String cause) {
        Item item = items.get(key(destination, kind));
        if (item == null || !item.until().equals(until)) {
            return false;
        }
        item.held().add(cause);
        return true;
    }

    @Override
    public List<String> close(DestinationId destination, AlertKind kind, Instant until, Instant next) {
        Item item = items.get(key(destination, kind));
        if (item != null && item.until().equals(until) && !item.held().isEmpty()) {
            List<String> told = List.copyOf(item.held());
            items.put(key(destination, kind), new Item(next, "digest", new TreeSet<>(), until, told));
            return told;
        }
        return item != null && until.equals(item.toldUntil()) ? item.told() : List.of();
    }
}
