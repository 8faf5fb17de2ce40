package host.spore.spawn.local.machine;

import host.spore.spawn.local.systemd.InstanceRoot;
import host.spore.spawn.local.systemd.Processes;
import host.spore.spawn.local.systemd.Processes.Running;
import host.spore.spawn.local.systemd.Reply;
import host.spore.spawn.local.systemd.ServiceContext;
import host.spore.spawn.local.systemd.ServiceManager;
import host.spore.spawn.local.systemd.Systemctl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One machine from power-on to power-off. Its disk is a folder that stays; a later power-on is a new object.
 *
 * <p>Lifecycle: {@link #boot} starts the enabled units and, the first time in the life of the disk, the user data (the
 * mark that cloud-init leaves says so). The inside may ask for power-off or reboot: the owner is told and answers with
 * {@link #powerOff}.
 */
public final class Machine {
    /** How the inside asked for its end. */
    public enum Halt {
        POWER_OFF,
        REBOOT
    }

    private final String instance;
    private final InstanceRoot root;
    private final MachineHost host;
    private final Consumer<String> log;
    private final Consumer<Halt> onHalt;
    private final Map<String, String> environment;
    private final Sandbox sandbox;
    private final ServiceManager services;
    private final Systemctl systemctl;

    // Guarded by this.
    private @Nullable CountDownLatch scheduled;

    private Machine(
            String instance,
            InstanceRoot root,
            MachineHost host,
            Consumer<String> log,
            Consumer<Halt> onHalt,
            Map<String, String> environment,
            Map<String, String> wiring,
            Sandbox sandbox) {
        this.instance = instance;
        this.root = root;
        this.host = host;
        this.log = log;
        this.onHalt = onHalt;
        this.environment = environment;
        this.sandbox = sandbox;
        this.services = new ServiceManager(new ServiceContext(sandbox, root, environment, wiring, host.clock(), log));
        this.systemctl = new Systemctl(services);
    }

    /**
     * Power on; nothing runs in it yet.
     *
     * @param metadata where its metadata service answers
     */
    public static Machine powerOn(
            MachineHost host, String instance, String metadata, Consumer<String> log, Consumer<Halt> onHalt)
            throws IOException {
        Path folder = Files.createDirectories(host.folder().resolve(instance));
        InstanceRoot root = new InstanceRoot(folder.resolve("root"));
        prepareDisk(root, instance);
        Path tools = folder.resolve("bin");
        Shims.write(tools, instance, host.shims().port());

        Map<String, String> wiring = new LinkedHashMap<>(host.endpoints());
        wiring.put("SPAWN_ROOT", root.folder().toString());
        wiring.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata);
        // Here nobody waits an hour to see an instance go idle, so the agent looks more often than once a minute.
        wiring.put("SPORED_IDLE_SECONDS", "5");
        Map<String, String> environment = new LinkedHashMap<>(wiring);
        environment.put("PATH", tools + ":" + host.path());
        environment.put("HOME", root.inside("/root").toString());
        environment.put("TMPDIR", root.inside("/tmp").toString());
        environment.put("USER", "root");
        environment.put("LOGNAME", "root");
        environment.put("SHELL", "/bin/bash");
        environment.put("LANG", "C.UTF-8");

        Sandbox sandbox = MeteredSandbox.of(host.sandbox(folder), root, log);
        Machine machine = new Machine(instance, root, host, log, onHalt, environment, wiring, sandbox);
        host.shims().attach(instance, machine::console);
        return machine;
    }

    public Path root() {
        return root.folder();
    }

    /**
     * Starts the enabled units and, on the first boot of this disk, the user data. Returns at once.
     *
     * @param userData as EC2 has it, empty for none
     */
    public void boot(byte[] userData) throws IOException {
        services.startEnabled();
        // cloud-init's own mark. It is set before the script runs: a machine that goes down in the middle of it does
        // not run it again either.
        Path mark = root.inside("/var/lib/cloud/instances/" + instance + "/sem/config_scripts_user");
        if (Files.exists(mark)) {
            return;
        }
        Files.createDirectories(mark.getParent());
        Files.writeString(mark, host.clock().instant() + "\n");
        switch (UserData.of(userData)) {
            case UserData.Nothing none -> log.accept("no user data");
            case UserData.Unsupported unsupported -> log.accept(unsupported.reason());
            case UserData.Script script -> run(script);
        }
    }

    /** As the outside counts; empty while the unit has no process. */
    public OptionalLong pid(String unit) {
        return services.mainPid(unit);
    }

    /** SIGKILL of a unit's processes; with {@code forGood} it is not restarted in this boot. False when it is not up. */
    public boolean crash(String unit, boolean forGood) {
        return services.crash(unit, forGood);
    }

    /**
     * Ends everything in the machine: asked first, made to after the grace. Nothing runs any more on return. As under systemd,
     * units are stopped first, each as it wants to be, and only what is left then is asked as a whole: a job of a worker's
     * hears of it from its worker.
     */
    public void powerOff(Duration grace) throws InterruptedException {
        host.shims().detach(instance);
        cancelScheduled();
        CompletableFuture<Void> down = services.close();
        sandbox.powerOff(left(grace, down));
        try {
            down.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            // The processes are gone, which is what counts; a service that does not notice is a defect of ours.
            log.accept("a service did not notice that the machine went off: " + stuck);
        }
    }

    /** What is left of the grace once the units are down, or have used it up. */
    private static Duration left(Duration grace, CompletableFuture<Void> down) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            down.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            // Said below, where nothing of them can run any more.
        }
        Duration left = grace.minusNanos(System.nanoTime() - begun);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void run(UserData.Script script) throws IOException {
        Path file = root.inside("/var/lib/cloud/instances/" + instance + "/scripts/part-001");
        Files.createDirectories(file.getParent());
        Files.writeString(file, script.latin1(), StandardCharsets.ISO_8859_1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Path output = root.inside("/var/log/cloud-init-output.log");
        Running running =
                sandbox.start(new Processes.Spec(List.of(file.toString()), environment, root.folder(), output));
        log.accept("user data runs (" + script.latin1().length() + " bytes)");
        Thread.ofVirtual()
                .start(() -> log.accept(
                        "user data ended: exit code " + running.exit().join() + ", output in " + output));
    }

    private Reply console(String tool, String unit, List<String> arguments) {
        PowerRequest request = PowerRequest.of(tool, arguments).orElse(null);
        if (request != null) {
            return power(request);
        }
        return switch (tool) {
            case "systemctl" -> systemctl.run(arguments);
            case "wall" -> {
                log.accept("wall: " + String.join(" ", arguments));
                yield append("/var/log/wall.log", String.join(" ", arguments));
            }
            case "logger" -> append("/var/log/messages", String.join(" ", arguments));
            case "systemd-notify" -> notified(unit, arguments);
            case "journalctl" -> journal(arguments);
            default -> Reply.failed(1, tool + ": not simulated on the embedded cloud");
        };
    }

    private Reply power(PowerRequest request) {
        return switch (request) {
            case PowerRequest.Refused refused -> Reply.failed(1, refused.reason());
            case PowerRequest.Cancel cancel -> {
                cancelScheduled();
                yield Reply.ok();
            }
            case PowerRequest.PowerOff off -> halt(Halt.POWER_OFF, off.after());
            case PowerRequest.Reboot reboot -> halt(Halt.REBOOT, reboot.after());
        };
    }

    private Reply halt(Halt how, Duration after) {
        if (after.isZero()) {
            log.accept(how == Halt.REBOOT ? "reboots itself" : "powers itself off");
            onHalt.accept(how);
            return Reply.ok();
        }
        CountDownLatch cancelled = new CountDownLatch(1);
        cancelScheduled();
        synchronized (this) {
            scheduled = cancelled;
        }
        Thread.ofVirtual().start(() -> {
            try {
                if (!cancelled.await(after.toMillis(), TimeUnit.MILLISECONDS)) {
                    onHalt.accept(how);
                }
            } catch (InterruptedException interrupted) {
                // Only the end of the whole process interrupts, and that ends the machine anyway.
                Thread.currentThread().interrupt();
            }
        });
        return new Reply(0, "", "Shutdown scheduled in " + after.toMinutes() + " min, use 'shutdown -c' to cancel.");
    }

    private synchronized void cancelScheduled() {
        if (scheduled != null) {
            scheduled.countDown();
        }
    }

    private Reply notified(String unit, List<String> arguments) {
        List<String> assignments = arguments.stream()
                .map(argument -> argument.equals("--ready") ? "READY=1" : argument)
                .toList();
        services.notified(unit, assignments);
        return Reply.ok();
    }

    private Reply journal(List<String> arguments) {
        int at = arguments.indexOf("-u");
        if (at < 0 || at + 1 >= arguments.size()) {
            return Reply.failed(1, "journalctl: only -u UNIT is simulated here");
        }
        String unit = arguments.get(at + 1);
        Path file = root.serviceLog(unit.contains(".") ? unit : unit + ".service");
        try {
            return Reply.ok(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException unreadable) {
            return Reply.failed(1, "journalctl: " + unreadable.getMessage());
        }
    }

    private Reply append(String file, String line) {
        try {
            Files.writeString(
                    root.inside(file),
                    host.clock().instant() + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return Reply.ok();
        } catch (IOException failed) {
            return Reply.failed(1, String.valueOf(failed.getMessage()));
        }
    }

    private static void prepareDisk(InstanceRoot root, String instance) throws IOException {
        for (String folder : List.of("/etc/systemd/system", "/root", "/home", "/opt", "/var/lib", "/var/log", "/tmp")) {
            Files.createDirectories(root.inside(folder));
        }
        // The login users of Amazon Linux and Ubuntu.
        Files.createDirectories(root.inside("/home/ec2-user"));
        Files.createDirectories(root.inside("/home/ubuntu"));
        empty(root.inside("/run"));
        empty(root.inside("/tmp"));
        write(root.inside("/proc/sys/kernel/random/boot_id"), UUID.randomUUID() + "\n");
        // On Nitro the instance's id is here, metadata service or not.
        write(root.inside("/sys/class/dmi/id/board_asset_tag"), instance + "\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
