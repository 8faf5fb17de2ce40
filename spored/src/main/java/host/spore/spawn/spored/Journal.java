package host.spore.spawn.spored;

import host.spore.spawn.events.Printable;
import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The agent's log: one line per fact on standard output, which systemd puts into the journal. A full pipe blocks the
 * writer, so a thread of its own writes, and what does not fit into its queue is counted and dropped.
 */
final class Journal {
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(200);
    private final AtomicInteger dropped = new AtomicInteger();
    private final PrintStream out;

    Journal(PrintStream out) {
        this.out = out;
    }

    void start() {
        Threads.daemon("journal", this::write);
    }

    void say(String line) {
        if (!lines.offer(Printable.of(line))) {
            dropped.incrementAndGet();
        }
    }

    private void write() throws InterruptedException {
        while (true) {
            out.println(lines.take());
            int lost = dropped.getAndSet(0);
            if (lost > 0) {
                out.println("journal: " + lost + " lines dropped, standard output was blocked");
            }
            out.flush();
        }
    }
}
