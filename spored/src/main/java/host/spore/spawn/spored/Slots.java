package host.spore.spawn.spored;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a worker has, and what of that is in use. Pure: each change is a new one.
 *
 * <p>While a job waits for room, no other is taken. So at most one waits, nothing passes it by for ever, and what this
 * worker cannot run now is left to those who can.
 *
 * @param count how many jobs at a time
 * @param room processors and memory
 * @param running what they need that run now
 * @param waiting what the one needs that has been taken and does not fit yet
 */
record Slots(int count, QueueJob.Need room, List<QueueJob.Need> running, Optional<QueueJob.Need> waiting) {
    Slots {
        running = List.copyOf(running);
    }

    static Slots of(int count, QueueJob.Need room) {
        return new Slots(count, room, List.of(), Optional.empty());
    }

    /** One more may be asked for. */
    boolean mayAsk() {
        return waiting.isEmpty() && running.size() < count;
    }

    /** Why this one could not even run alone; empty when it could. */
    Optional<String> refusal(QueueJob.Need need) {
        if (need.cpus() > room.cpus()) {
            return Optional.of("wants " + need.cpus() + " processors, this worker has " + room.cpus());
        }
        if (need.memoryMb() > room.memoryMb()) {
            return Optional.of("wants " + need.memoryMb() + " MB of memory, this worker has " + room.memoryMb());
        }
        return Optional.empty();
    }

    boolean fits(QueueJob.Need need) {
        QueueJob.Need sum = need;
        for (QueueJob.Need other : running) {
            sum = sum.plus(other);
        }
        return running.size() < count && sum.isWithin(room);
    }

    Slots waits(QueueJob.Need need) {
        return new Slots(count, room, running, Optional.of(need));
    }

    /** It waits no more, whether it runs now or was given up. */
    Slots waitsNoMore() {
        return new Slots(count, room, running, Optional.empty());
    }

    Slots starts(QueueJob.Need need) {
        List<QueueJob.Need> more = new ArrayList<>(running);
        more.add(need);
        return new Slots(count, room, more, waiting);
    }

    Slots ends(QueueJob.Need need) {
        List<QueueJob.Need> less = new ArrayList<>(running);
        less.remove(need);
        return new Slots(count, room, less, waiting);
    }
}
