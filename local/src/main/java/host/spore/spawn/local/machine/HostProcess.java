package host.spore.spawn.local.machine;

import host.spore.spawn.local.systemd.Processes;
import host.spore.spawn.local.systemd.Processes.Running;
import host.spore.spawn.local.systemd.Processes.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of this machine that stands for one of an instance. */
final class HostProcess implements Running {
    private final Process process;
    private final boolean wrapped;

    /** @param wrapped the process only waits for its single child, which is the one that is meant (nsenter) */
    private HostProcess(Process process, boolean wrapped) {
        this.process = process;
        this.wrapped = wrapped;
    }

    static HostProcess start(List<String> wrapper, Processes.Spec spec, boolean wrapped) throws IOException {
        Files.createDirectories(spec.log().getParent());
        List<String> command = new ArrayList<>(wrapper);
        // "cd" inside: entering a mount namespace leaves the working directory behind in the old one.
        command.addAll(List.of(
                "/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", spec.directory().toString()));
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        return new HostProcess(builder.start(), wrapped);
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public long pid() {
        return meant().pid();
    }

    @Override
    public void ask() {
        meant().destroy();
    }

    @Override
    public void signal(Signal signal) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        if (!wrapped) {
            all.addFirst(process.toHandle());
        }
        if (all.isEmpty()) {
            all.add(process.toHandle());
        }
        if (signal == Signal.ABRT) {
            abort(all);
            return;
        }
        for (ProcessHandle handle : all) {
            boolean asked = signal == Signal.KILL ? handle.destroyForcibly() : handle.destroy();
            if (!asked && handle.isAlive()) {
                throw new IllegalStateException("process " + handle.pid() + " takes no signal " + signal);
            }
        }
    }

    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    private ProcessHandle meant() {
        return wrapped ? process.children().findFirst().orElse(process.toHandle()) : process.toHandle();
    }

    private static void abort(List<ProcessHandle> handles) {
        List<String> command = Stream.concat(
                        Stream.of("/bin/kill", "-ABRT"), handles.stream().map(handle -> Long.toString(handle.pid())))
                .toList();
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException noKill) {
            throw new IllegalStateException(noKill);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
