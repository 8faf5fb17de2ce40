package host.spore.spawn.local.systemd;

import host.spore.spawn.local.systemd.Processes.Signal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The service manager of one boot of one instance: what systemd is to a machine. Which units are enabled is on disk, as
 * systemd has it (links in {@code *.wants}), so a later boot finds it; what runs is here and ends with the boot.
 */
public final class ServiceManager {
    private final ServiceContext context;
    private final Instant boot;
    private final Map<String, Service> services = new TreeMap<>();
    private final Map<String, RunningTimer> timers = new TreeMap<>();
    private final Set<String> complainedAbout = new LinkedHashSet<>();
    private boolean closed;

    public ServiceManager(ServiceContext context) {
        this.context = context;
        this.boot = context.clock().instant();
    }

    /** Starts every enabled unit, each behind those it is ordered after. Returns at once. */
    public void startEnabled() throws IOException {
        Set<String> enabled = enabledUnits();
        Map<String, Collection<String>> after = new LinkedHashMap<>();
        for (String name : enabled) {
            Optional<UnitFile> file = read(name);
            if (file.isEmpty()) {
                context.say(name + " is enabled and has no unit file");
                continue;
            }
            after.put(name, file.get().words("Unit", "After"));
        }
        Map<String, CompletableFuture<Reply>> started = new LinkedHashMap<>();
        for (String name : BootOrder.of(after)) {
            CompletableFuture<?>[] earlier = after.getOrDefault(name, List.of()).stream()
                    .flatMap(predecessor -> Stream.ofNullable(started.get(predecessor)))
                    .toArray(CompletableFuture[]::new);
            started.put(
                    name, CompletableFuture.allOf(earlier).thenApplyAsync(done -> start(name), ServiceManager::later));
        }
    }

    /** Starts a unit and what it wants, and waits until it is up, has failed, or (a oneshot) is over. */
    Reply start(String name) {
        return start(name, new LinkedHashSet<>());
    }

    private Reply start(String name, Set<String> path) {
        if (name.endsWith(".target") || name.endsWith(".socket") || !path.add(name)) {
            // Targets are always reached here: there is one, and everything enabled belongs to it.
            return Reply.ok();
        }
        try {
            Optional<UnitFile> file = read(name);
            if (file.isEmpty()) {
                return Reply.failed(5, "Failed to start " + name + ": Unit " + name + " not found.");
            }
            for (String wanted : wanted(file.get())) {
                Reply reply = start(wanted, path);
                if (reply.exit() != 0) {
                    context.say(name + " wants " + wanted + ": " + reply.err());
                }
            }
            if (name.endsWith(".timer")) {
                return startTimer(TimerUnit.of(file.get()));
            }
            Service service = service(file.get());
            boolean up = service.start().join();
            return up
                    ? Reply.ok()
                    : Reply.failed(
                            1,
                            "Job for " + name + " failed: " + service.describe() + ". See "
                                    + context.root().serviceLog(name));
        } catch (IOException unreadable) {
            return Reply.failed(1, "Failed to start " + name + ": " + unreadable.getMessage());
        }
    }

    Reply stop(String name) {
        if (name.endsWith(".timer")) {
            synchronized (this) {
                RunningTimer timer = timers.remove(name);
                if (timer != null) {
                    timer.stop();
                }
            }
            return Reply.ok();
        }
        Optional<Service> service = running(name);
        if (service.isEmpty() && !exists(name)) {
            return Reply.failed(5, "Failed to stop " + name + ": Unit " + name + " not loaded.");
        }
        service.ifPresent(loaded -> loaded.stop().join());
        return Reply.ok();
    }

    /** Reads the files of the loaded units again. */
    Reply reload() {
        try {
            for (Service service : loaded()) {
                Optional<UnitFile> file = read(service.unit().name());
                file.map(ServiceUnit::of).ifPresent(service::reload);
            }
            return Reply.ok();
        } catch (IOException unreadable) {
            return Reply.failed(1, "Failed to reload: " + unreadable.getMessage());
        }
    }

    Reply enable(String name) {
        try {
            Optional<UnitFile> file = read(name);
            if (file.isEmpty()) {
                return Reply.failed(1, "Failed to enable unit: Unit file " + name + " does not exist.");
            }
            StringBuilder made = new StringBuilder();
            for (String target : file.get().words("Install", "WantedBy")) {
                Path link = context.root().units().resolve(target + ".wants").resolve(name);
                Files.createDirectories(link.getParent());
                if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, Path.of("..", name));
                    made.append("Created symlink ").append(link).append(".\n");
                }
            }
            return new Reply(0, "", made.toString());
        } catch (IOException failed) {
            return Reply.failed(1, "Failed to enable " + name + ": " + failed.getMessage());
        }
    }

    Reply disable(String name) {
        try {
            for (Path link : links()) {
                if (link.getFileName().toString().equals(name)) {
                    Files.delete(link);
                }
            }
            return Reply.ok();
        } catch (IOException failed) {
            return Reply.failed(1, "Failed to disable " + name + ": " + failed.getMessage());
        }
    }

    boolean isEnabled(String name) {
        try {
            return enabledUnits().contains(name);
        } catch (IOException unreadable) {
            context.say("cannot read which units are enabled: " + unreadable.getMessage());
            return false;
        }
    }

    boolean exists(String name) {
        return Files.exists(context.root().units().resolve(name));
    }

    /** As {@code is-active} says it. */
    synchronized String activeState(String name) {
        if (name.endsWith(".timer")) {
            return timers.containsKey(name) ? "active" : "inactive";
        }
        if (name.endsWith(".target")) {
            return "active";
        }
        Service service = services.get(name);
        return service == null
                ? "inactive"
                : switch (service.state()) {
                    case INACTIVE -> "inactive";
                    case ACTIVATING -> "activating";
                    case ACTIVE -> "active";
                    case FAILED -> "failed";
                };
    }

    /** One line: state and why. */
    public synchronized String describe(String name) {
        Service service = services.get(name);
        return service == null ? activeState(name) : service.describe();
    }

    public OptionalLong mainPid(String name) {
        return running(name).map(Service::mainPid).orElse(OptionalLong.empty());
    }

    /** SIGKILL of a service's processes; with {@code forGood} it stays down until this instance boots again. */
    public boolean crash(String name, boolean forGood) {
        return running(name)
                .map(service -> forGood ? service.killForGood() : service.signal(Signal.KILL))
                .orElse(false);
    }

    boolean signal(String name, Signal signal) {
        return running(name).map(service -> service.signal(signal)).orElse(false);
    }

    /** What {@code systemd-notify} said: {@code READY=1}, {@code WATCHDOG=1}, anything else is only status. */
    public void notified(String unit, Collection<String> assignments) {
        running(unit).ifPresent(service -> {
            if (assignments.contains("READY=1")) {
                service.ready();
            }
            if (assignments.contains("WATCHDOG=1")) {
                service.reported();
            }
        });
    }

    synchronized Set<String> loadedNames() {
        Set<String> names = new TreeSet<>(services.keySet());
        names.addAll(timers.keySet());
        return names;
    }

    /** Ends timers and services, nothing is started any more; completes when all are down. */
    public CompletableFuture<Void> close() {
        synchronized (this) {
            closed = true;
            timers.values().forEach(RunningTimer::stop);
            timers.clear();
        }
        return CompletableFuture.allOf(loaded().stream().map(Service::stop).toArray(CompletableFuture[]::new));
    }

    private Reply startTimer(TimerUnit unit) {
        synchronized (this) {
            if (closed) {
                return Reply.failed(1, "Failed to start " + unit.name() + ": the machine is going down.");
            }
            complain(unit.name(), unit.problems());
            if (!timers.containsKey(unit.name())) {
                timers.put(unit.name(), new RunningTimer(unit, boot, context.clock(), () -> later(() -> fire(unit))));
            }
        }
        return Reply.ok();
    }

    private void fire(TimerUnit unit) {
        Reply reply = start(unit.unit());
        if (reply.exit() != 0) {
            context.say(unit.name() + ": " + reply.err());
        }
    }

    private synchronized Service service(UnitFile file) throws IOException {
        if (closed) {
            throw new IOException("the machine is going down");
        }
        ServiceUnit unit = ServiceUnit.of(file);
        complain(unit.name(), unit.problems());
        return services.computeIfAbsent(unit.name(), name -> new Service(unit, context));
    }

    private void complain(String name, List<String> problems) {
        for (String problem : problems) {
            String line = name + ": " + problem;
            if (complainedAbout.add(line)) {
                context.say(line);
            }
        }
    }

    private synchronized Optional<Service> running(String name) {
        return Optional.ofNullable(services.get(name));
    }

    private synchronized List<Service> loaded() {
        return List.copyOf(services.values());
    }

    private List<String> wanted(UnitFile file) {
        return Stream.of("Wants", "Requires")
                .flatMap(key -> file.words("Unit", key).stream())
                .filter(this::exists)
                .toList();
    }

    private Optional<UnitFile> read(String name) throws IOException {
        Path file = context.root().units().resolve(name);
        return Files.exists(file) ? Optional.of(UnitFile.parse(name, Files.readString(file))) : Optional.empty();
    }

    private Set<String> enabledUnits() throws IOException {
        Set<String> enabled = new TreeSet<>();
        for (Path link : links()) {
            enabled.add(link.getFileName().toString());
        }
        return enabled;
    }

    private List<Path> links() throws IOException {
        Path units = context.root().units();
        if (!Files.isDirectory(units)) {
            return List.of();
        }
        List<Path> links = new ArrayList<>();
        try (DirectoryStream<Path> targets = Files.newDirectoryStream(units, "*.wants")) {
            for (Path target : targets) {
                try (DirectoryStream<Path> wanted = Files.newDirectoryStream(target)) {
                    wanted.forEach(links::add);
                }
            }
        }
        return links;
    }

    private static void later(Runnable work) {
        Thread.ofVirtual().start(work);
    }
}
