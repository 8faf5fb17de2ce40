package host.spore.spawn.spored;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work that may hang, done one after the other on a thread of its own, so that handing it over never blocks. */
final class Lane {
    private static final long PATIENCE_SECONDS = 2;

    /** A place in the lane. */
    interface Mark {
        /** Waits until all that was handed over before it is done; false when that takes too long, as when the disk hangs. */
        boolean reached() throws InterruptedException;
    }

    private final BlockingQueue<Threads.Body> work = new ArrayBlockingQueue<>(64);
    private final String name;
    private final Journal journal;

    Lane(String name, Journal journal) {
        this.name = name;
        this.journal = journal;
    }

    void start() {
        Threads.daemon(name, () -> {
            while (true) {
                work.take().run();
            }
        });
    }

    /** Drops the work, and says so, when as much as fits is already waiting behind something that hangs. */
    void submit(Threads.Body body) {
        if (!work.offer(body)) {
            journal.say(name + ": too much is waiting, dropped");
        }
    }

    Mark mark() {
        CountDownLatch done = new CountDownLatch(1);
        submit(done::countDown);
        return () -> done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
