package host.spore.spawn.local.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * User, PID and mount namespaces with a process 1 of their own ({@code init.sh}). Ending that one ends all, and what the
 * instance writes outside its folder fails. It reads our orders from a pipe: when this host dies in whatever way, the
 * pipe closes and the instance dies with it.
 */
final class NamespaceSandbox implements Sandbox {
    private final Process unshare;
    private final Writer orders;
    private final List<String> enter;

    private NamespaceSandbox(Process unshare, Writer orders, List<String> enter) {
        this.unshare = unshare;
        this.orders = orders;
        this.enter = enter;
    }

    /**
     * @param folder stays writable
     * @throws IOException when the machine has no such namespaces for us
     */
    static NamespaceSandbox open(Path folder, Path init) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--pid",
                        "--mount",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "/bin/bash",
                        init.toString(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // Process 1 needs nothing of the host's environment, and credentials in it would be readable in /proc.
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        Process unshare = builder.start();
        BufferedReader said = unshare.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        ProcessHandle first = unshare.children().findFirst().orElse(null);
        if (!"ready".equals(line) || first == null) {
            unshare.destroyForcibly();
            throw new IOException("unshare: no namespaces on this machine");
        }
        return new NamespaceSandbox(
                unshare,
                unshare.outputWriter(StandardCharsets.UTF_8),
                List.of(
                        "nsenter",
                        "--target",
                        Long.toString(first.pid()),
                        "--user",
                        "--pid",
                        "--mount",
                        "--preserve-credentials",
                        "--"));
    }

    /** Tries it once, for real. */
    static boolean works(Path folder, Path init) throws InterruptedException {
        try {
            Path trial = Files.createDirectories(folder.resolve(".trial"));
            NamespaceSandbox sandbox = open(trial, init);
            Running running = sandbox.start(new Spec(
                    List.of("/bin/sh", "-c", "exit 0"), Map.of("PATH", "/usr/bin:/bin"), trial, trial.resolve("log")));
            boolean ran = running.exit().join() == 0;
            sandbox.powerOff(Duration.ZERO);
            Files.deleteIfExists(trial.resolve("log"));
            Files.delete(trial);
            return ran;
        } catch (IOException without) {
            // No unshare, no user namespaces, a seccomp filter: the answer is no, and the caller says what follows.
            return false;
        }
    }

    @Override
    public Running start(Spec spec) throws IOException {
        if (!unshare.isAlive()) {
            throw new IOException("the machine is off");
        }
        return HostProcess.start(enter, spec, true);
    }

    @Override
    public void powerOff(Duration grace) throws InterruptedException {
        long tenths = Math.max(0, grace.toMillis() / 100);
        try {
            orders.write("off " + tenths + "\n");
            orders.flush();
        } catch (IOException closed) {
            // Process 1 is gone already, and with it everything: there is nobody to order about.
            unshare.destroyForcibly();
        }
        if (!unshare.waitFor(grace.toMillis() + 2_000, TimeUnit.MILLISECONDS)) {
            unshare.descendants().forEach(ProcessHandle::destroyForcibly);
            unshare.destroyForcibly().waitFor();
        }
    }
}
