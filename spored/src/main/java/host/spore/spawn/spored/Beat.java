package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The heartbeats of one task, from when it is taken until it is answered. The first one tells whether it is still ours. */
final class Beat {
    private final ActivityTasks tasks;
    private final QueueTask task;
    private final Duration every;
    private final Patience patience;
    private final Journal journal;
    private final Consumer<Ending> gone;
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param gone is told, once, that the task is not ours any more */
    Beat(
            ActivityTasks tasks,
            QueueTask task,
            Duration every,
            Patience patience,
            Journal journal,
            Consumer<Ending> gone) {
        this.tasks = tasks;
        this.task = task;
        this.every = every;
        this.patience = patience;
        this.journal = journal;
        this.gone = gone;
    }

    void start() {
        Threads.daemon("beat " + task.job(), () -> {
            try {
                beatUntilStopped();
            } finally {
                first.countDown();
            }
        });
    }

    /** Until the first one has been answered, in whatever way. */
    void awaitFirst() throws InterruptedException {
        first.await();
    }

    void stop() {
        stopped.countDown();
    }

    private void beatUntilStopped() throws InterruptedException {
        int failures = 0;
        while (stopped.getCount() > 0) {
            try {
                tasks.beat(task.token());
                first.countDown();
                failures = 0;
            } catch (AwsRefusal refusal) {
                if (refusal.isGone()) {
                    gone.accept(new Ending.Gone("its task is over: " + refusal.getMessage()));
                    return;
                }
                failures++;
                journal.say("worker: heartbeat of " + task.name() + ": " + refusal.getMessage());
            } catch (IOException failed) {
                failures++;
                journal.say("worker: heartbeat of " + task.name() + ": " + failed.getMessage());
            }
            // What failed is tried again sooner, but never later than the next one is due.
            long nanos = failures == 0 ? every.toNanos() : Math.min(patience.bound(failures), every.toNanos());
            if (stopped.await(nanos, TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }
}
