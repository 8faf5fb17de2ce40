package host.spore.spawn.functions.array;

import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.ArrayMember;
import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.ArrayPart;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Life;
import host.spore.spawn.events.SpawnDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Decides whether a member that a spot interruption has ended is launched again, and how. */
final class Refill {
    /** What is launched so late would end before it has done anything. */
    static final Duration LEAST = Duration.ofMinutes(2);

    private Refill() {}

    /**
     * The instance that is gone.
     *
     * @param id see {@link InstanceId}
     * @param arrayId of its array
     * @param index its place there
     * @param deadline as it stood
     */
    record Gone(InstanceId id, ArrayId arrayId, int index, Instant deadline) {}

    /** Either of the two. */
    sealed interface Decision {
        /** @param command for whoever takes its place */
        record Launch(LaunchInstance command) implements Decision {}

        /** @param reason for people */
        record Leave(String reason) implements Decision {}
    }

    /** @param launched by which it was: the array's launch, or that for its place alone */
    static Decision decide(Gone gone, LaunchInstance launched, Instant now) {
        ArrayPart part = launched.array();
        if (part == null) {
            return new Decision.Leave("its launch was for no array");
        }
        return switch (part) {
            case ArrayOrder order ->
                order.refill()
                        ? again(gone, launched, launched.envelope().id(), 1, now)
                        : new Decision.Leave("its array is not refilled (--refill)");
            case ArrayMember member -> again(gone, launched, member.launch(), member.turn() + 1, now);
        };
    }

    private static Decision again(Gone gone, LaunchInstance launched, String launch, int turn, Instant now) {
        if (turn > ArrayMember.MOST_TURNS) {
            return new Decision.Leave("its place was refilled " + ArrayMember.MOST_TURNS + " times before");
        }
        // A length of life has whole seconds; the deadline is what bounds it.
        Duration left = Duration.between(now, gone.deadline()).truncatedTo(ChronoUnit.SECONDS);
        if (left.compareTo(LEAST) < 0) {
            return new Decision.Leave("its deadline " + gone.deadline() + " is too near");
        }
        return new Decision.Launch(command(gone, launched, launch, turn, left, now));
    }

    /** The same but for its place, and for what is left of its life. One that is gone makes one command. */
    private static LaunchInstance command(
            Gone gone, LaunchInstance launched, String launch, int turn, Duration left, Instant now) {
        var array = launched.arrayMember().map(ArrayMember::name).orElse(launched.name());
        int size = launched.arrayMember()
                .map(ArrayMember::size)
                .or(() -> launched.arrayOrder().map(ArrayOrder::size))
                .orElseThrow();
        return new LaunchInstance(
                new Envelope(
                        Envelope.CURRENT,
                        Ids.hash("refill", gone.id().value()),
                        launched.envelope().correlationId(),
                        now),
                ArrayOrder.memberName(array, gone.index()),
                launched.owner(),
                launched.machine(),
                launched.purchase(),
                launched.placement(),
                launched.volumes(),
                rest(launched.life(), left),
                launched.work(),
                launched.access(),
                launched.tags(),
                false,
                false,
                new ArrayMember(gone.arrayId(), array, size, gone.index(), launch, gone.id(), turn, gone.deadline()));
    }

    /** With a length of life, idleness is watched only where it is asked for: so it is, where it was. */
    private static Life rest(Life life, Duration left) {
        Duration preStop = life.preStopCut().map(SpawnDuration::value).orElse(Duration.ZERO);
        return new Life(
                new SpawnDuration(left),
                life.watchedIdleTimeout().orElse(null),
                life.onIdle(),
                life.onComplete(),
                life.completionFile(),
                life.completionDelay(),
                life.preStop(),
                // One that is longer than what is left would be refused; half of that is what a short life has.
                preStop.compareTo(left) < 0 ? life.preStopTimeout() : null,
                life.warnMinutes());
    }
}
