package host.spore.spawn.spored;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine in a folder: the packaged agent runs on it, {@code wall} and the power-off leave marks. */
final class FakeMachine implements AutoCloseable {
    private static final Path IMAGE = Path.of("target/dist/spored/bin/spored").toAbsolutePath();

    private final Path root;
    private final List<Process> started = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    FakeMachine(Path root, FakeCloud cloud) throws IOException {
        this.root = root;
        environment.putAll(Map.of(
                "SPAWN_ROOT",
                root.toString(),
                "PATH",
                root + "/bin:" + System.getenv("PATH"),
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                cloud.url(),
                "AWS_ENDPOINT_URL",
                cloud.url(),
                "SPORED_INTERVAL_SECONDS",
                "1",
                "SPORED_IDLE_SECONDS",
                "2",
                "SPORED_POWEROFF",
                "date -u +%Y-%m-%dT%H:%M:%S.%NZ >> '" + root + "/poweroff'"));
        Files.createDirectories(root.resolve("bin"));
        wall("printf '%s\\n' \"$1\" >> '" + root + "/wall'");
        Files.createDirectories(root.resolve("proc/sys/kernel/random"));
        Files.writeString(root.resolve("proc/sys/kernel/random/boot_id"), "boot-1\n");
    }

    Path root() {
        return root;
    }

    void wall(String script) throws IOException {
        Path wall = root.resolve("bin/wall");
        Files.writeString(wall, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(wall, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void config(String yaml) throws IOException {
        Files.createDirectories(root.resolve("etc/spored"));
        Files.writeString(root.resolve("etc/spored/config.yaml"), yaml);
    }

    /** Kernel counters of a machine on which nothing happens but that time passes. */
    void counters(long busy, long idle) throws IOException {
        Files.createDirectories(root.resolve("proc/net"));
        Files.createDirectories(root.resolve("dev/pts"));
        Files.writeString(root.resolve("proc/net/dev"), "  ens5: 100 1 0 0 0 0 0 0 100 1 0 0 0 0 0 0\n");
        Files.writeString(root.resolve("proc/diskstats"), " 259 0 nvme0n1 1 0 10 0 1 0 10 0 0 0 0\n");
        Path fresh = root.resolve("proc/stat.new");
        Files.writeString(fresh, "cpu " + busy + " 0 0 " + idle + " 0 0 0 0 0 0\n");
        Files.move(
                fresh,
                root.resolve("proc/stat"),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    List<String> lines(Path relative) {
        return lines(relative.toString());
    }

    /** For all that starts from now on. */
    void environment(String name, String value) {
        environment.put(name, value);
    }

    Process start(String... arguments) throws IOException {
        return startBy(List.of(), arguments);
    }

    /** @param starter a command that becomes the one that is written behind it */
    Process startBy(List<String> starter, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.add(IMAGE.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(root.resolve("journal").toFile()))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    List<String> walls() {
        return lines("wall");
    }

    List<Instant> powerOffs() {
        return lines("poweroff").stream().map(Instant::parse).toList();
    }

    String journal() {
        return String.join("\n", lines("journal"));
    }

    void await(String what, java.util.function.BooleanSupplier condition) {
        Await.until(what, Duration.ofSeconds(60), condition, () -> "journal:\n" + journal());
    }

    private List<String> lines(String file) {
        Path path = root.resolve(file);
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
