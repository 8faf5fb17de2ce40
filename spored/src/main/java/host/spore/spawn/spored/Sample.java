package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * The counters of the machine at one moment. Only the difference of two tells anything: the kernel counts from the boot.
 *
 * @param nanos of the monotonic clock: rates must not follow a clock that is set
 * @param network bytes by interface
 * @param disk bytes by disk
 * @param terminals when each last had input
 * @param gpuPercent of the busiest one; 0 where there is none
 * @param processes those that were named and run
 * @param connections to the ports that were named
 * @param unknown what could not be read, and why
 */
record Sample(
        Instant at,
        long nanos,
        Optional<Cpu> cpu,
        Optional<Map<String, Long>> network,
        Optional<Map<String, Long>> disk,
        Optional<Map<String, Long>> terminals,
        long gpuPercent,
        List<String> processes,
        int connections,
        List<String> unknown) {
    private static final long SECTOR = 512;
    /** More than a clock that is set by a few seconds, less than a hibernation. */
    private static final Duration SLEPT = Duration.ofSeconds(60);

    /** In ticks. Time that the hypervisor took is neither. */
    record Cpu(long busy, long idle) {}

    /** What is still idle. */
    record Limits(long cpuPercent, long gpuPercent, long networkBytesPerMinute, long diskBytesPerMinute) {
        static Limits of(Config config) {
            return new Limits(
                    config.number(Key.IDLE_CPU_PERCENT, 5),
                    config.number(Key.IDLE_GPU_PERCENT, 5),
                    config.number(Key.IDLE_NETWORK_BYTES_PER_MINUTE, 100_000),
                    // The journals of log and file system alone write some hundred kilobytes.
                    config.number(Key.IDLE_DISK_BYTES_PER_MINUTE, 1_000_000));
        }
    }

    Activity since(Sample before, Limits limits) {
        List<String> reasons = new ArrayList<>();
        for (String what : unknown) {
            reasons.add("unknown " + what);
        }
        if (cpu.isPresent() && before.cpu.isPresent()) {
            long busy = cpu.get().busy() - before.cpu.get().busy();
            long all = busy + cpu.get().idle() - before.cpu.get().idle();
            if (all <= 0 || busy < 0) {
                reasons.add("cpu counted backwards");
            } else if (busy * 100 > limits.cpuPercent() * all) {
                reasons.add("cpu " + busy * 100 / all + " %");
            }
        }
        Duration unseen = Duration.between(before.at, at).minusNanos(nanos - before.nanos);
        if (unseen.abs().compareTo(SLEPT) > 0) {
            reasons.add("the clock moved by " + unseen.toSeconds() + " s, as after a hibernation");
        }
        double minutes = (nanos - before.nanos) / 60e9;
        rate("network", network, before.network, minutes, limits.networkBytesPerMinute(), reasons);
        rate("disk", disk, before.disk, minutes, limits.diskBytesPerMinute(), reasons);
        int sessions = 0;
        if (terminals.isPresent() && before.terminals.isPresent()) {
            for (Map.Entry<String, Long> terminal : terminals.get().entrySet()) {
                sessions += terminal.getValue().equals(before.terminals.get().get(terminal.getKey())) ? 0 : 1;
            }
        }
        if (sessions > 0) {
            reasons.add("sessions " + sessions);
        }
        if (gpuPercent > limits.gpuPercent()) {
            reasons.add("gpu " + gpuPercent + " %");
        }
        if (!processes.isEmpty()) {
            reasons.add("process " + String.join(", ", processes));
        }
        if (connections > 0) {
            reasons.add("connections " + connections);
        }
        return new Activity(before.at, at, reasons);
    }

    /** The first one: nothing is known of the time before it. */
    Activity alone() {
        return new Activity(at, at, List.of("first sample"));
    }

    private static void rate(
            String name,
            Optional<Map<String, Long>> now,
            Optional<Map<String, Long>> before,
            double minutes,
            long limit,
            List<String> reasons) {
        if (now.isEmpty() || before.isEmpty()) {
            return;
        }
        long sum = 0;
        for (Map.Entry<String, Long> counter : now.get().entrySet()) {
            long earlier = before.get().getOrDefault(counter.getKey(), 0L);
            // One that has become less was set back or has run over: what it shows now is what is known.
            sum += counter.getValue() >= earlier ? counter.getValue() - earlier : counter.getValue();
        }
        if (sum > limit * minutes) {
            reasons.add(name + " " + (minutes <= 0 ? sum : (long) (sum / minutes)) + " bytes/min");
        }
    }

    /** @param line the first of {@code /proc/stat}: user nice system idle iowait irq softirq steal */
    static Optional<Cpu> cpu(String line) {
        StringTokenizer parts = new StringTokenizer(line);
        if (parts.countTokens() < 8 || !parts.nextToken().equals("cpu")) {
            return Optional.empty();
        }
        long[] ticks = new long[7];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = Long.parseLong(parts.nextToken());
        }
        return Optional.of(new Cpu(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6], ticks[3] + ticks[4]));
    }

    /** @param text {@code /proc/net/dev}: name, a colon, received bytes first, sent bytes ninth */
    static Map<String, Long> network(String text) {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : lines(text)) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            StringTokenizer parts = new StringTokenizer(line.substring(colon + 1));
            if (!name.equals("lo") && parts.countTokens() >= 9) {
                long received = Long.parseLong(parts.nextToken());
                for (int i = 0; i < 7; i++) {
                    parts.nextToken();
                }
                bytes.put(name, received + Long.parseLong(parts.nextToken()));
            }
        }
        return bytes;
    }

    /**
     * Whole disks only: what goes to a partition, a volume group or a loop is counted by the disk below already.
     *
     * @param text {@code /proc/diskstats}: the name third, sectors read sixth, sectors written tenth
     */
    static Map<String, Long> disk(String text) {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : lines(text)) {
            StringTokenizer parts = new StringTokenizer(line);
            if (parts.countTokens() >= 10) {
                parts.nextToken();
                parts.nextToken();
                String name = parts.nextToken();
                long[] fields = new long[7];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = Long.parseLong(parts.nextToken());
                }
                if (!isStacked(name)) {
                    bytes.put(name, (fields[2] + fields[6]) * SECTOR);
                }
            }
        }
        for (String name : List.copyOf(bytes.keySet())) {
            if (bytes.containsKey(parent(name))) {
                bytes.remove(name);
            }
        }
        return bytes;
    }

    private static boolean isStacked(String name) {
        for (String prefix : new String[] {"loop", "ram", "zram", "dm-", "md", "sr", "fd"}) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** {@code nvme0n1} of {@code nvme0n1p1}, {@code xvda} of {@code xvda1}; empty for what has no number at its end. */
    private static String parent(String name) {
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        boolean separated = end > 1 && name.charAt(end - 1) == 'p' && Character.isDigit(name.charAt(end - 2));
        return end == name.length() ? "" : name.substring(0, separated ? end - 1 : end);
    }

    /** @param text {@code /proc/net/tcp}: local address second, state fourth, 01 is established */
    static int connections(String text, List<String> ports) {
        int count = 0;
        for (String line : lines(text)) {
            StringTokenizer parts = new StringTokenizer(line);
            if (parts.countTokens() >= 4) {
                parts.nextToken();
                String local = parts.nextToken();
                parts.nextToken();
                int colon = local.indexOf(':');
                if (parts.nextToken().equals("01")
                        && colon > 0
                        && ports.contains(Integer.toString(Integer.parseInt(local.substring(colon + 1), 16)))) {
                    count++;
                }
            }
        }
        return count;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringTokenizer parts = new StringTokenizer(text, "\n");
        while (parts.hasMoreTokens()) {
            lines.add(parts.nextToken());
        }
        return lines;
    }
}
