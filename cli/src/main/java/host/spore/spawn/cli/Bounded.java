package host.spore.spawn.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that may hang where no time-out of its own reaches: the resolver, a credential process, an answer that trickles.
 * Its thread is left behind (a daemon) when the time is up, since the program ends right after.
 *
 * @param task that runs already
 */
record Bounded<T>(FutureTask<T> task) {
    static <T> Bounded<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("network").start(task);
        return new Bounded<>(task);
    }

    /** @param giveUpAt in terms of {@link System#nanoTime()} */
    T await(long giveUpAt) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return task.get(Math.max(0, giveUpAt - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
