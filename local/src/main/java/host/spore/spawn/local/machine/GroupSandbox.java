package host.spore.spawn.local.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a machine has no namespaces for us: a session and process group per started process. Weaker on purpose and known
 * to be: what leaves its group outlives the instance, and nothing but {@code SPAWN_ROOT} keeps user data off the machine.
 */
final class GroupSandbox implements Sandbox {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final List<HostProcess> started = new ArrayList<>();
    private boolean off;

    @Override
    public synchronized Running start(Spec spec) throws IOException {
        if (off) {
            throw new IOException("the machine is off");
        }
        // A fresh child leads no group, so setsid does not fork and the process keeps its number.
        List<String> wrapper = setsid();
        HostProcess process = HostProcess.start(wrapper, spec, false);
        started.add(process);
        return process;
    }

    @Override
    public void powerOff(Duration grace) throws InterruptedException {
        List<HostProcess> all;
        synchronized (this) {
            off = true;
            all = List.copyOf(started);
        }
        killGroups("-TERM", all);
        all.forEach(process -> process.signal(Signal.TERM));
        Instant end = Instant.now().plus(grace);
        for (HostProcess process : all) {
            long left = Math.max(0, Duration.between(Instant.now(), end).toMillis());
            if (!process.endsWithin(left)) {
                process.signal(Signal.KILL);
            }
        }
        killGroups("-KILL", all);
        for (HostProcess process : all) {
            process.exit().join();
        }
    }

    private static List<String> setsid() {
        return SETSID.stream()
                .filter(Files::isExecutable)
                .map(Path::toString)
                .limit(1)
                .toList();
    }

    private static void killGroups(String signal, List<HostProcess> processes) throws InterruptedException {
        if (processes.isEmpty() || setsid().isEmpty()) {
            return;
        }
        List<String> command = Stream.concat(
                        Stream.of("/bin/kill", signal, "--"), processes.stream().map(process -> "-" + process.pid()))
                .toList();
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // Its exit code only says whether some group was gone already.
            kill.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException noKill) {
            throw new IllegalStateException(noKill);
        }
    }
}
