package host.spore.spawn.local.machine;

import host.spore.spawn.local.systemd.InstanceRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes what a kernel would count into the instance's {@code /proc}, once a second: the processor time of its own
 * processes, so that an instance is idle or busy whatever else this machine does. Network and disk are not told apart by
 * instance here, so their counters stand still.
 */
final class MeteredSandbox implements Sandbox {
    private static final int PROCESSORS = 2;
    private static final int TICK_MILLIS = 10;
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final String NETWORK = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
              ens5:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
            """;
    private static final String DISK = " 259       0 nvme0n1 0 0 0 0 0 0 0 0 0 0 0\n";

    private final Sandbox sandbox;
    private final Path proc;
    private final Consumer<String> log;
    private final Set<Long> started = new HashSet<>();
    private final long bootedAt = System.nanoTime();
    private final Thread meter;
    /** Of every process that was seen, by its number: the time of those that have ended stays. */
    private final Map<Long, Duration> spent = new HashMap<>();

    private MeteredSandbox(Sandbox sandbox, Path proc, Consumer<String> log) {
        this.sandbox = sandbox;
        this.proc = proc;
        this.log = log;
        this.meter = Thread.ofVirtual().name("meter").unstarted(this::meter);
    }

    static MeteredSandbox of(Sandbox sandbox, InstanceRoot root, Consumer<String> log) throws IOException {
        Path proc = root.inside("/proc");
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(root.inside("/dev/pts"));
        Files.writeString(proc.resolve("net/dev"), NETWORK);
        Files.writeString(proc.resolve("diskstats"), DISK);
        MeteredSandbox metered = new MeteredSandbox(sandbox, proc, log);
        metered.count();
        metered.meter.start();
        return metered;
    }

    @Override
    public Running start(Spec spec) throws IOException {
        Running running = sandbox.start(spec);
        synchronized (this) {
            started.add(running.pid());
        }
        return running;
    }

    @Override
    public void powerOff(Duration grace) throws InterruptedException {
        meter.interrupt();
        meter.join();
        sandbox.powerOff(grace);
    }

    private void meter() {
        try {
            while (true) {
                Thread.sleep(BETWEEN);
                count();
            }
        } catch (InterruptedException off) {
            // The machine goes off.
        } catch (IOException full) {
            log.accept("the kernel's counters could not be written, so the agent takes the instance for busy: " + full);
        }
    }

    private synchronized void count() throws IOException {
        for (long number : started) {
            ProcessHandle.of(number)
                    .ifPresent(process -> Stream.concat(Stream.of(process), process.descendants())
                            .forEach(each -> each.info()
                                    .totalCpuDuration()
                                    .ifPresent(time -> spent.merge(each.pid(), time, MeteredSandbox::longer))));
        }
        long busy = spent.values().stream().mapToLong(Duration::toMillis).sum() / TICK_MILLIS;
        long all = (System.nanoTime() - bootedAt) / 1_000_000 / TICK_MILLIS * PROCESSORS;
        Path next = proc.resolve("stat.new");
        Files.writeString(next, "cpu  " + busy + " 0 0 " + Math.max(0, all - busy) + " 0 0 0 0 0 0\n");
        Files.move(next, proc.resolve("stat"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
