package host.spore.spawn.local.systemd;

import host.spore.spawn.local.systemd.Processes.Running;
import host.spore.spawn.local.systemd.Processes.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One service at run time. A start runs on a thread of its own that lives as long as the service does, restarts
 * included; {@link #stop} ends that thread.
 */
final class Service {
    enum State {
        INACTIVE,
        ACTIVATING,
        ACTIVE,
        FAILED
    }

    private final ServiceContext context;
    private final List<Instant> starts = new ArrayList<>();

    // All guarded by this.
    private ServiceUnit unit;
    private State state = State.INACTIVE;
    private String detail = "dead";
    private @Nullable Running main;
    private @Nullable Run run;
    private boolean heldDown;

    /** One start until its end. */
    private static final class Run {
        final CompletableFuture<Boolean> started = new CompletableFuture<>();
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        final CountDownLatch stop = new CountDownLatch(1);
        volatile CompletableFuture<Void> ready = new CompletableFuture<>();
        volatile Instant lastReport = Instant.EPOCH;

        boolean stopped() {
            return stop.getCount() == 0;
        }
    }

    Service(ServiceUnit unit, ServiceContext context) {
        this.unit = unit;
        this.context = context;
    }

    synchronized ServiceUnit unit() {
        return unit;
    }

    /** daemon-reload: takes effect at the next start. */
    synchronized void reload(ServiceUnit changed) {
        unit = changed;
    }

    synchronized State state() {
        return state;
    }

    /** One line for {@code systemctl status}. */
    synchronized String describe() {
        return state.name().toLowerCase(Locale.ROOT) + " (" + detail + ")";
    }

    synchronized OptionalLong mainPid() {
        return main == null ? OptionalLong.empty() : OptionalLong.of(main.pid());
    }

    /** Completes with true once the service is up (a oneshot: once it is over), with false when it failed. */
    synchronized CompletableFuture<Boolean> start() {
        if (run != null && !run.ended.isDone()) {
            return run.started;
        }
        Run begun = new Run();
        run = begun;
        heldDown = false;
        enter(State.ACTIVATING, "start");
        ServiceUnit asked = unit;
        Thread.ofVirtual().name(unit.name()).start(() -> {
            try {
                runUntilStopped(asked, begun);
            } catch (InterruptedException interrupted) {
                // Nobody interrupts this thread; if somebody does, the service is down and says so.
                Thread.currentThread().interrupt();
                enter(State.FAILED, "interrupted");
            } finally {
                begun.started.complete(false);
                begun.ended.complete(null);
            }
        });
        return begun.started;
    }

    /** Asks it to end, insists after its stop timeout, and completes when it is down. */
    CompletableFuture<Void> stop() {
        @Nullable Run current;
        ServiceUnit asked;
        synchronized (this) {
            current = run;
            asked = unit;
            if (current == null || current.ended.isDone()) {
                if (state != State.FAILED) {
                    enter(State.INACTIVE, "dead");
                }
                return CompletableFuture.completedFuture(null);
            }
            current.stop.countDown();
            if (main != null) {
                ask(main, asked);
            }
        }
        Run stopping = current;
        Thread.ofVirtual().start(() -> {
            try {
                stopping.ended.get(asked.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                context.say(asked.name() + " did not stop within " + asked.stopTimeout() + ": killed");
                signal(Signal.KILL);
            } catch (InterruptedException | ExecutionException impossible) {
                // "ended" is only ever completed normally, and nobody interrupts this thread.
                throw new IllegalStateException(impossible);
            }
        });
        return stopping.ended;
    }

    /** https://www.freedesktop.org/software/systemd/man/latest/systemd.kill.html#KillMode= */
    private static void ask(Running main, ServiceUnit unit) {
        if (unit.asksMainAlone()) {
            main.ask();
        } else {
            main.signal(Signal.TERM);
        }
    }

    /** READY=1 from the service. */
    synchronized void ready() {
        if (run != null) {
            run.ready.complete(null);
        }
    }

    /** WATCHDOG=1 from the service. */
    synchronized void reported() {
        if (run != null) {
            run.lastReport = context.clock().instant();
        }
    }

    synchronized boolean signal(Signal signal) {
        if (main == null) {
            return false;
        }
        main.signal(signal);
        return true;
    }

    /** SIGKILL, and no restart until somebody starts it: an agent that is gone for good. False when it was not up. */
    synchronized boolean killForGood() {
        heldDown = true;
        return signal(Signal.KILL);
    }

    private synchronized void enter(State next, String why) {
        state = next;
        detail = why;
    }

    private void runUntilStopped(ServiceUnit asked, Run run) throws InterruptedException {
        while (true) {
            String unmet = unmetCondition(asked);
            if (!unmet.isEmpty()) {
                context.say(asked.name() + " skipped: " + unmet);
                enter(State.INACTIVE, "condition failed");
                run.started.complete(true);
                return;
            }
            Instant now = context.clock().instant();
            boolean allowed;
            synchronized (starts) {
                allowed = asked.startLimit().allows(starts, now);
                starts.removeIf(
                        start -> start.isBefore(now.minus(asked.startLimit().interval())));
                starts.add(now);
            }
            if (!allowed) {
                context.say(asked.name() + " started too often: left down");
                enter(State.FAILED, "start-limit-hit");
                return;
            }
            Exit exit = once(asked, run);
            boolean held;
            synchronized (this) {
                main = null;
                held = heldDown;
            }
            if (run.stopped()) {
                enter(State.INACTIVE, "stopped");
                return;
            }
            boolean success = asked.succeeded(exit);
            boolean oneshot = asked.type() == ServiceUnit.Type.ONESHOT;
            if (oneshot && success) {
                enter(
                        asked.remainAfterExit() ? State.ACTIVE : State.INACTIVE,
                        asked.remainAfterExit() ? "exited" : "dead");
                run.started.complete(true);
                return;
            }
            if (held || !asked.restartsAfter(exit)) {
                context.say(asked.name() + " ended: " + exit + (held ? ", held down" : ""));
                boolean up = success && asked.remainAfterExit();
                enter(up ? State.ACTIVE : success ? State.INACTIVE : State.FAILED, exit.toString());
                return;
            }
            context.say(asked.name() + " ended: " + exit + ", restarted after " + asked.restartAfter());
            enter(State.ACTIVATING, "auto-restart");
            if (run.stop.await(asked.restartAfter().toMillis(), TimeUnit.MILLISECONDS)) {
                enter(State.INACTIVE, "stopped");
                return;
            }
            run.ready = new CompletableFuture<>();
        }
    }

    private Exit once(ServiceUnit asked, Run run) throws InterruptedException {
        Map<String, String> environment;
        try {
            for (String directory : asked.directories()) {
                Files.createDirectories(context.root().inside(directory));
            }
            environment = environment(asked);
        } catch (IOException unreadable) {
            context.say(asked.name() + ": " + unreadable.getMessage());
            return new Exit(201, false);
        }
        for (CommandLine command : asked.before()) {
            Exit exit = toTheEnd(asked, command, environment, run);
            if (!exit.clean() && !command.failureIsFine()) {
                return exit;
            }
        }
        if (asked.type() == ServiceUnit.Type.ONESHOT) {
            for (CommandLine command : asked.commands()) {
                Exit exit = toTheEnd(asked, command, environment, run);
                if (!exit.clean() && !command.failureIsFine()) {
                    return exit;
                }
            }
            return new Exit(0, false);
        }
        if (asked.commands().isEmpty()) {
            context.say(asked.name() + " has no ExecStart=");
            return new Exit(203, false);
        }
        return mainProcess(asked, asked.commands().getLast(), environment, run);
    }

    private Exit toTheEnd(ServiceUnit asked, CommandLine command, Map<String, String> environment, Run run)
            throws InterruptedException {
        @Nullable Running process = begin(asked, command, environment, run);
        return process == null ? new Exit(203, false) : await(process, asked.startTimeout(), asked.name());
    }

    private Exit await(Running process, Duration timeout, String name) throws InterruptedException {
        try {
            return new Exit(process.exit().get(timeout.toMillis(), TimeUnit.MILLISECONDS), false);
        } catch (TimeoutException late) {
            context.say(name + " took longer than " + timeout + ": killed");
            process.signal(Signal.KILL);
            return new Exit(join(process), false);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Exit mainProcess(ServiceUnit asked, CommandLine command, Map<String, String> environment, Run run)
            throws InterruptedException {
        run.lastReport = context.clock().instant();
        @Nullable Running process = begin(asked, command, environment, run);
        if (process == null) {
            return new Exit(203, false);
        }
        if (asked.type() == ServiceUnit.Type.NOTIFY) {
            CompletableFuture<Object> first = CompletableFuture.anyOf(run.ready, process.exit());
            try {
                first.get(asked.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                context.say(asked.name() + " did not report READY=1 within " + asked.startTimeout() + ": killed");
                process.signal(Signal.KILL);
                return new Exit(join(process), true);
            } catch (ExecutionException failed) {
                throw new IllegalStateException(failed);
            }
            if (!run.ready.isDone()) {
                int code = join(process);
                // Ended before it was ready: a failure even with exit code 0 ("protocol" in systemd's words).
                return new Exit(code == 0 ? 1 : code, false);
            }
        }
        enter(State.ACTIVE, "running");
        run.started.complete(true);
        context.say(asked.name() + " is up, pid " + process.pid());
        if (asked.watchdog().isEmpty()) {
            return new Exit(join(process), false);
        }
        return watched(asked.name(), asked.watchdog().get(), process, run);
    }

    private Exit watched(String name, Duration limit, Running process, Run run) throws InterruptedException {
        while (true) {
            Duration left = Duration.between(context.clock().instant(), run.lastReport.plus(limit));
            if (left.isNegative() || left.isZero()) {
                context.say(name + " has not reported WATCHDOG=1 for " + limit + ": aborted");
                process.signal(Signal.ABRT);
                Exit exit = await(process, Duration.ofSeconds(10), name);
                return new Exit(exit.code(), true);
            }
            if (endsWithin(process, left)) {
                return new Exit(join(process), false);
            }
        }
    }

    private static boolean endsWithin(Running process, Duration time) throws InterruptedException {
        try {
            process.exit().get(time.toMillis() + 1, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private @Nullable Running begin(ServiceUnit asked, CommandLine command, Map<String, String> environment, Run run) {
        List<String> words = new ArrayList<>(command.expand(environment, asked.name()));
        if (words.isEmpty()) {
            context.say(asked.name() + ": a command without words");
            return null;
        }
        words.set(0, context.root().resolve(words.getFirst()).toString());
        Path folder = asked.workingDirectory()
                .map(directory -> directory.equals("~") ? environment.getOrDefault("HOME", "/") : directory)
                .map(directory -> directory.replaceFirst("^-", ""))
                .map(context.root()::resolve)
                .filter(Files::isDirectory)
                .orElse(context.root().folder());
        try {
            synchronized (this) {
                Running process = context.processes()
                        .start(new Processes.Spec(
                                words, environment, folder, context.root().serviceLog(asked.name())));
                main = process;
                if (run.stopped()) {
                    // The stop came between the decision to start and the start: it had nothing to signal.
                    process.signal(Signal.TERM);
                }
                return process;
            }
        } catch (IOException failed) {
            context.say(asked.name() + " could not be started: " + failed.getMessage());
            return null;
        }
    }

    private Map<String, String> environment(ServiceUnit asked) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>(context.environment());
        asked.environment().forEach(assignment -> assign(environment, assignment));
        for (String file : asked.environmentFiles()) {
            boolean mayBeMissing = file.startsWith("-");
            Path path = context.root().resolve(mayBeMissing ? file.substring(1) : file);
            if (!Files.exists(path)) {
                if (mayBeMissing) {
                    continue;
                }
                throw new IOException("EnvironmentFile=" + file + " does not exist");
            }
            for (String line : Files.readAllLines(path)) {
                String assignment = line.strip();
                if (!assignment.isEmpty() && !assignment.startsWith("#") && !assignment.startsWith(";")) {
                    int equals = assignment.indexOf('=');
                    List<String> value = CommandLine.split(assignment.substring(equals + 1));
                    assign(environment, assignment.substring(0, equals + 1) + String.join(" ", value));
                }
            }
        }
        if (asked.type() == ServiceUnit.Type.NOTIFY) {
            // Java has no datagram socket in the file system, so the notice goes through the systemd-notify shim, and
            // this variable only tells a program that somebody listens.
            environment.put(
                    "NOTIFY_SOCKET",
                    context.root().inside("/run/systemd/notify").toString());
        }
        asked.watchdog().ifPresent(limit -> environment.put("WATCHDOG_USEC", Long.toString(limit.toNanos() / 1_000)));
        environment.putAll(context.wiring());
        environment.put("SPAWN_UNIT", asked.name());
        return environment;
    }

    private static void assign(Map<String, String> environment, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
    }

    private String unmetCondition(ServiceUnit asked) {
        for (String condition : asked.conditions()) {
            boolean negated = condition.startsWith("!");
            Path path = context.root().resolve(negated ? condition.substring(1) : condition);
            if (Files.exists(path) == negated) {
                return "ConditionPathExists=" + condition + " is not met";
            }
        }
        return "";
    }

    private static int join(Running process) throws InterruptedException {
        try {
            return process.exit().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
