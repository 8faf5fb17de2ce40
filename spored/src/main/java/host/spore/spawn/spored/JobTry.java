package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Runs one try of a job in its folder: the hook before, the command, the hook after. */
final class JobTry {
    private final QueueJob job;
    private final Shell shell;
    private final Halt halt;
    private final Halt after;
    private final Duration hook;
    private volatile boolean isAfter;

    /** @param hook how long the hook after it may take */
    JobTry(QueueJob job, Shell shell, Halt halt, Duration hook, Journal journal) {
        this.job = job;
        this.shell = shell;
        this.halt = halt;
        this.after = new Halt(journal);
        this.hook = hook;
    }

    Ending run() throws IOException, InterruptedException {
        try {
            return begin();
        } finally {
            isAfter = true;
            if (job.hooks().post().isPresent()) {
                // Whatever the outcome; but of the time that is left most is for what has to be stored.
                Duration left = halt.why().isEmpty()
                        ? hook
                        : halt.left(hook.multipliedBy(4)).dividedBy(4);
                shell.run("post", job.hooks().post().get(), left, after);
            }
        }
    }

    /** Returns when what ran has been killed. */
    void order(Ending ending, Duration left) throws InterruptedException {
        boolean wasAfter = isAfter;
        halt.order(ending, left);
        if (wasAfter) {
            after.order(ending, left);
        }
    }

    /** The hook before is part of the try, and of its time. */
    private Ending begin() throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (job.hooks().pre().isPresent()) {
            Optional<Integer> code = shell.run("pre", job.hooks().pre().get(), job.timeout(), halt);
            if (halt.why().isPresent()) {
                return halt.why().get();
            }
            if (code.isEmpty()) {
                return new Ending.TimedOut(job.timeout().toSeconds());
            }
            if (code.get() != 0) {
                return new Ending.HookFailed("its pre hook ended with " + code.get());
            }
        }
        Duration left = job.timeout().minusNanos(System.nanoTime() - start);
        Optional<Integer> code = shell.run("command", job.command(), left, halt);
        if (code.isPresent()) {
            return new Ending.Exited(code.get());
        }
        return halt.why().orElseGet(() -> new Ending.TimedOut(job.timeout().toSeconds()));
    }
}
