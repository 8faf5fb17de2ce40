package host.spore.spawn.spored;

import java.util.Optional;

/** The slots of a worker, for the threads of its jobs and the one that asks for more. */
final class Room {
    private Slots slots;
    private boolean closed;
    private boolean paused;

    Room(Slots slots) {
        this.slots = slots;
    }

    /** Waits until one more job may be asked for; false when none is to be asked for any more. */
    synchronized boolean awaitFree() throws InterruptedException {
        while (!closed && (paused || !slots.mayAsk())) {
            wait();
        }
        return !closed;
    }

    /** A job has been taken of which nothing is known yet: until that is settled, no other is. */
    synchronized void arrives() {
        slots = slots.waits(new QueueJob.Need(0, 0));
    }

    /** It never started. */
    synchronized void leaves() {
        slots = slots.waitsNoMore();
        notifyAll();
    }

    Optional<String> refusal(QueueJob.Need need) {
        return current().refusal(need);
    }

    /** True when there is room, which is then taken: give it back by {@link #ends}. */
    synchronized boolean enters(QueueJob.Need need) {
        if (!slots.fits(need)) {
            slots = slots.waits(need);
            return false;
        }
        slots = slots.waitsNoMore().starts(need);
        notifyAll();
        return true;
    }

    /** Waits for what {@link #enters} refused, until there is room or that word has come; true with room. */
    synchronized boolean await(QueueJob.Need need, Halt halt) throws InterruptedException {
        while (halt.why().isEmpty()) {
            if (enters(need)) {
                return true;
            }
            wait();
        }
        leaves();
        return false;
    }

    synchronized void ends(QueueJob.Need need) {
        slots = slots.ends(need);
        notifyAll();
    }

    /** For those who wait, when something else than the room has changed. */
    synchronized void look() {
        notifyAll();
    }

    /** No more jobs are asked for. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** No more jobs are asked for, until {@link #resume}. */
    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return slots.running().isEmpty() && slots.waiting().isEmpty();
    }

    synchronized void awaitEmpty() throws InterruptedException {
        while (!isEmpty()) {
            wait();
        }
    }

    private synchronized Slots current() {
        return slots;
    }
}
