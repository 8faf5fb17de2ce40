package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded about an instance. Events may overtake the registration, so any part may be missing.
 *
 * @param id see {@link InstanceId}
 * @param version every change adds 1; 0 when there is no row
 * @param values see {@link Column}
 * @param extensions in no order
 */
public record InstanceRow(InstanceId id, long version, Map<Column, String> values, List<Extension> extensions) {
    /** Of a sparse index's key. */
    public static final String YES = "yes";

    public InstanceRow {
        values = Map.copyOf(values);
        extensions = List.copyOf(extensions);
    }

    /** Stands for a row that is not there: whoever changes it makes it. */
    public static InstanceRow absent(InstanceId id) {
        return new InstanceRow(id, 0, Map.of(), List.of());
    }

    public boolean isAbsent() {
        return version == 0;
    }

    public Optional<String> text(Column column) {
        return Optional.ofNullable(values.get(column));
    }

    public boolean has(Column column) {
        return values.containsKey(column);
    }

    public Optional<Instant> instant(Column column) {
        return text(column).map(Instant::parse);
    }

    public Optional<InstanceState> state() {
        return text(Column.STATE).map(InstanceState::parse);
    }

    public Optional<Instant> deadline() {
        return instant(Column.DEADLINE);
    }

    /**
     * Whether the row has been at this deadline, or at a later one, and was shortened since. Every deadline that it ever
     * had is at most the present one or {@link Column#SHORTENED_FROM}, so a tag that says such a one is old.
     */
    public boolean hasLeft(Instant deadline) {
        return instant(Column.SHORTENED_FROM)
                .filter(left -> !deadline.isAfter(left))
                .isPresent();
    }

    /** Of its lifecycle execution, from 1. */
    public long generation() {
        return text(Column.GENERATION).map(Long::parseLong).orElse(1L);
    }

    public Optional<Extension> extensionBy(String commandId) {
        return extensions.stream()
                .filter(extension -> extension.commandId().equals(commandId))
                .findFirst();
    }
}
