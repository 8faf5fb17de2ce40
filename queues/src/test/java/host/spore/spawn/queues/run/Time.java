package host.spore.spawn.queues.run;

import java.util.PriorityQueue;

/** Virtual time, in milliseconds. What is due at the same instant happens in the order in which it was asked for. */
final class Time {
    private record Due(long at, long order, Runnable what) {}

    private final PriorityQueue<Due> due = new PriorityQueue<>((one, other) ->
            one.at() == other.at() ? Long.compare(one.order(), other.order()) : Long.compare(one.at(), other.at()));
    private long now;
    private long asked;

    long now() {
        return now;
    }

    void after(long delay, Runnable what) {
        due.add(new Due(now + delay, asked++, what));
    }

    /** Until nothing is due any more. */
    void run() {
        for (Due next = due.poll(); next != null; next = due.poll()) {
            now = next.at();
            next.what().run();
        }
    }
}
