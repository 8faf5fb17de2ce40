package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The word that a job is to end before its time. The first one counts; it kills what runs, and lets nothing begin. */
final class Halt {
    private final Journal journal;
    private @Nullable Ending why;
    private @Nullable Process running;
    private long end;

    Halt(Journal journal) {
        this.journal = journal;
    }

    synchronized Optional<Ending> why() {
        return Optional.ofNullable(why);
    }

    synchronized boolean isGone() {
        return why != null && why.isGone();
    }

    /** There is time: nobody has said a word, or what it left is not over. */
    synchronized boolean lasts() {
        return why == null || System.nanoTime() - end < 0;
    }

    /** Of that time; the other one where nobody has said a word. */
    synchronized Duration left(Duration otherwise) {
        return why == null
                ? otherwise
                : Durations.shorter(otherwise, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    /**
     * Returns when what ran has been killed.
     *
     * @param left for what has to be done then; of several the shortest
     */
    void order(Ending ending, Duration left) throws InterruptedException {
        Process killed;
        synchronized (this) {
            long until = System.nanoTime() + left.toNanos();
            end = why == null || until - end < 0 ? until : end;
            if (why == null) {
                why = ending;
            }
            killed = running;
            notifyAll();
        }
        if (killed != null) {
            Session.kill(killed, journal);
        }
    }

    /** Empty when the word has come. What is started here is killed by it. */
    synchronized Optional<Process> start(ProcessBuilder builder) throws IOException {
        if (why != null) {
            return Optional.empty();
        }
        Process process = builder.start();
        running = process;
        return Optional.of(process);
    }

    synchronized void ended() {
        running = null;
    }
}
