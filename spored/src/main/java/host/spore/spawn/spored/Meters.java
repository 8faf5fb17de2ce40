package host.spore.spawn.spored;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what idleness is judged by. What cannot be read is listed as unknown, and counts as active. */
final class Meters {
    private static final Duration GPU_BOUND = Duration.ofSeconds(10);
    /** The kernel cuts the names of processes. */
    private static final int COMM = 15;

    private final Root root;
    private final Clock clock;
    private final @Nullable String searchPath;

    /** @param searchPath the environment variable {@code PATH} */
    Meters(Root root, Clock clock, @Nullable String searchPath) {
        this.root = root;
        this.clock = clock;
        this.searchPath = searchPath;
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    Sample sample(List<String> named, List<String> ports) throws InterruptedException {
        List<String> unknown = new ArrayList<>();
        Optional<Sample.Cpu> cpu = attempt("cpu", unknown, () -> Sample.cpu(head(root.proc("stat"))))
                .flatMap(read -> read);
        Optional<Map<String, Long>> network =
                attempt("network", unknown, () -> Sample.network(Files.readString(root.proc("net/dev"))));
        Optional<Map<String, Long>> disk =
                attempt("disk", unknown, () -> Sample.disk(Files.readString(root.proc("diskstats"))));
        Optional<Map<String, Long>> terminals = attempt("sessions", unknown, this::terminals);
        List<String> processes = named.isEmpty()
                ? List.of()
                : attempt("processes", unknown, () -> running(named)).orElse(List.of());
        int connections = ports.isEmpty()
                ? 0
                : attempt("connections", unknown, () -> connections(ports)).orElse(0);
        long gpu = 0;
        try {
            gpu = gpu();
        } catch (IOException unreadable) {
            unknown.add("gpu: " + reason(unreadable));
        }
        return new Sample(
                clock.instant(),
                System.nanoTime(),
                cpu,
                network,
                disk,
                terminals,
                gpu,
                processes,
                connections,
                unknown);
    }

    private static <T> Optional<T> attempt(String what, List<String> unknown, Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (IOException | NumberFormatException unreadable) {
            unknown.add(what + ": " + reason(unreadable));
            return Optional.empty();
        }
    }

    private static String reason(Exception unreadable) {
        return unreadable instanceof NoSuchFileException
                ? "no " + unreadable.getMessage()
                : String.valueOf(unreadable.getMessage());
    }

    /** On a machine with many processors the rest of the file is long, and of no interest. */
    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(512), StandardCharsets.US_ASCII);
            int end = text.indexOf('\n');
            String line = end < 0 ? text : text.substring(0, end);
            if (Sample.cpu(line).isEmpty()) {
                throw new IOException(file + ": not the counters of a kernel");
            }
            return line;
        }
    }

    /** Input sets the time of access, output does not: a screen that fills by itself is no user. */
    private Map<String, Long> terminals() throws IOException {
        Map<String, Long> terminals = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.terminals())) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (isNumber(name)) {
                    try {
                        terminals.put(
                                name,
                                Files.readAttributes(file, BasicFileAttributes.class)
                                        .lastAccessTime()
                                        .toMillis());
                    } catch (NoSuchFileException closed) {
                        // Between the listing and the look; a session that is gone is none.
                    }
                }
            }
        }
        return terminals;
    }

    private List<String> running(List<String> named) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.proc(""))) {
            for (Path entry : entries) {
                if (isNumber(String.valueOf(entry.getFileName()))) {
                    String name;
                    try {
                        name = Files.readString(entry.resolve("comm")).strip();
                    } catch (IOException ended) {
                        // Between the listing and the look; a process that is gone is none.
                        continue;
                    }
                    for (String wanted : named) {
                        if (wanted.substring(0, Math.min(COMM, wanted.length())).equals(name)
                                && !found.contains(wanted)) {
                            found.add(wanted);
                        }
                    }
                }
            }
        }
        return found;
    }

    private int connections(List<String> ports) throws IOException {
        int count = Sample.connections(Files.readString(root.proc("net/tcp")), ports);
        try {
            return count + Sample.connections(Files.readString(root.proc("net/tcp6")), ports);
        } catch (NoSuchFileException off) {
            // A kernel without IPv6 has no connections of that kind either.
            return count;
        }
    }

    private long gpu() throws IOException, InterruptedException {
        Optional<Path> tool = gpuTool();
        if (tool.isEmpty()) {
            if (Files.isDirectory(root.proc("driver/nvidia/gpus"))) {
                throw new IOException("nvidia-smi not found");
            }
            return 0;
        }
        Process process = new ProcessBuilder(
                        tool.get().toString(), "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(GPU_BOUND.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException("nvidia-smi failed, or hung");
            }
            StringTokenizer lines =
                    new StringTokenizer(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            long most = 0;
            while (lines.hasMoreTokens()) {
                most = Math.max(most, Long.parseLong(lines.nextToken()));
            }
            return most;
        } catch (NumberFormatException other) {
            throw new IOException("nvidia-smi: " + other.getMessage(), other);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Empty where there is none. */
    Optional<Path> gpuTool() {
        StringTokenizer folders = new StringTokenizer(searchPath == null ? "" : searchPath, File.pathSeparator);
        while (folders.hasMoreTokens()) {
            Path tool = Path.of(folders.nextToken(), "nvidia-smi");
            if (Files.isExecutable(tool)) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
