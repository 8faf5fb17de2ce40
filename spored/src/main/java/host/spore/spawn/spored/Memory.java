package host.spore.spawn.spored;

import host.spore.spawn.events.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the agent must still know after a crash or a reboot.
 *
 * @param instance whose deadline this is: an image made of a running instance carries this memory along, and must not
 *     end the instances that are started from it
 * @param deadline empty is unknown, never "none"
 * @param learnedAt when this deadline was first seen: the plan of warnings follows from it
 * @param warned the shortest lead for which sessions have been warned of this deadline
 */
record Memory(
        Optional<InstanceId> instance,
        Optional<Deadline> deadline,
        Instant learnedAt,
        Optional<Duration> warned,
        Boot boot,
        Work work) {
    static final Memory EMPTY =
            new Memory(Optional.empty(), Optional.empty(), Instant.EPOCH, Optional.empty(), Boot.FRESH, Work.NOTHING);

    /**
     * What counts for one boot. An instance that was stopped and started has new work to save and a new notice to heed.
     *
     * @param hookAt when the pre-stop hook was started: from then on never again
     * @param spot the notice that was last acted on
     * @param rebalance the advice that was last passed on
     */
    record Boot(Optional<Instant> hookAt, Optional<SpotNotice> spot, Optional<Instant> rebalance) {
        static final Boot FRESH = new Boot(Optional.empty(), Optional.empty(), Optional.empty());

        Boot hookAt(Instant now) {
            return new Boot(Optional.of(now), spot, rebalance);
        }

        Boot spot(SpotNotice notice) {
            return new Boot(hookAt, Optional.of(notice), rebalance);
        }

        Boot rebalance(Instant noticedAt) {
            return new Boot(hookAt, spot, Optional.of(noticedAt));
        }
    }

    /**
     * What has become of the user's work.
     *
     * @param finish the last word that it is done
     * @param exit the stamp of the last exit that was reported
     */
    record Work(Optional<Finish> finish, Optional<String> exit) {
        static final Work NOTHING = new Work(Optional.empty(), Optional.empty());

        Work finish(Finish changed) {
            return new Work(Optional.of(changed), exit);
        }

        Work exit(String stamp) {
            return new Work(finish, Optional.of(stamp));
        }
    }

    /**
     * A completion on its way.
     *
     * @param noticedAt the delay counts from here
     * @param said {@code InstanceFinished} has been handed over
     */
    record Finish(Completion completion, Instant noticedAt, boolean said) {}

    Memory of(InstanceId known) {
        return new Memory(Optional.of(known), deadline, learnedAt, warned, boot, work);
    }

    Memory deadline(Optional<Deadline> said, Instant learned, Optional<Duration> lead) {
        return new Memory(instance, said, learned, lead, boot, work);
    }

    Memory warned(Duration lead) {
        return new Memory(instance, deadline, learnedAt, Optional.of(lead), boot, work);
    }

    Memory boot(Boot changed) {
        return new Memory(instance, deadline, learnedAt, warned, changed, work);
    }

    Memory work(Work changed) {
        return new Memory(instance, deadline, learnedAt, warned, boot, changed);
    }
}
