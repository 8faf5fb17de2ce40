package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.SweepRowId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is recorded of a row that was begun.
 *
 * @param id of its launch's command; names sweep, run and index
 * @param name of its instance
 * @param work what its launch gives it to do
 * @param zone in which it has a slot; empty: zones are not bounded
 * @param launchAt when it may be launched
 * @param begunAt when its place was taken
 * @param instance empty until it is heard of
 * @param exitCode of its command; empty until it is heard of
 * @param end empty while it may live
 * @param token by which whoever waits for its end is woken
 * @param expiresAt when the item may go
 * @param version that was read; 0 when it is not there yet
 */
record RowItem(
        SweepRowId id,
        String name,
        RowWork work,
        Optional<String> zone,
        Instant launchAt,
        Instant begunAt,
        Optional<InstanceId> instance,
        OptionalInt exitCode,
        Optional<RowEnd> end,
        Optional<String> token,
        Instant expiresAt,
        long version) {
    int index() {
        return id.index();
    }

    boolean isDone() {
        return end.filter(ended -> ended.status() == RowStatus.DONE).isPresent();
    }

    RowItem on(InstanceId known) {
        return with(Optional.of(known), exitCode, end);
    }

    RowItem exited(int code) {
        return with(instance, OptionalInt.of(code), end);
    }

    RowItem ended(RowEnd how) {
        return with(instance, exitCode, Optional.of(how));
    }

    RowItem at(long newVersion) {
        return new RowItem(
                id, name, work, zone, launchAt, begunAt, instance, exitCode, end, token, expiresAt, newVersion);
    }

    private RowItem with(Optional<InstanceId> known, OptionalInt code, Optional<RowEnd> how) {
        return new RowItem(id, name, work, zone, launchAt, begunAt, known, code, how, token, expiresAt, version);
    }
}
