package host.spore.spawn.spored;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a user's commands, one after the other, in one folder. */
final class Shell {
    /** A machine that goes down may signal the jobs first; whoever ends by that is asked about a moment later. */
    private static final int TERMINATED = 128 + 15;

    private static final Duration MOMENT = Duration.ofMillis(500);

    private final JobFolder folder;
    private final Map<String, String> environment;
    private final Journal journal;

    Shell(JobFolder folder, Map<String, String> environment, Journal journal) {
        this.folder = folder;
        this.environment = environment;
        this.journal = journal;
    }

    /**
     * Runs it to its end, and ends with it whatever it left in the background.
     *
     * @param name of the command, {@code command} for example
     * @return its exit code; empty when it was killed, after that time or by that word
     */
    Optional<Integer> run(String name, String command, Duration atMost, Halt halt)
            throws IOException, InterruptedException {
        Path script = folder.script(name, command, environment);
        Optional<Process> begun = halt.start(Session.process(Session.script(script))
                .directory(folder.work().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.stdout().toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.stderr().toFile())));
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        Process process = begun.get();
        try {
            // For the worker after this one, should this one die.
            Files.writeString(
                    folder.leader(),
                    process.pid() + " "
                            + Session.Stat.of(Path.of("/proc", Long.toString(process.pid())))
                                    .map(Session.Stat::started)
                                    .orElse(0L));
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            int code = process.exitValue();
            if (code == TERMINATED) {
                Thread.sleep(MOMENT.toMillis());
            }
            return halt.why().isPresent() ? Optional.empty() : Optional.of(code);
        } finally {
            // What it left in the background would run beside the next.
            Session.kill(process, journal);
            halt.ended();
        }
    }

    /** Ends what a worker that died has left running in this folder. */
    static void killLeft(JobFolder folder, Journal journal) throws InterruptedException {
        try {
            String[] words = Files.readString(folder.leader()).split(" ", 2);
            long leader = Long.parseLong(words[0]);
            long started = Long.parseLong(words[1]);
            for (long member : Session.members(leader)) {
                // Never a stranger whose session has got the same number since.
                boolean isOurs = Session.Stat.of(Path.of("/proc", Long.toString(member)))
                        .filter(stat -> stat.started() >= started)
                        .isPresent();
                boolean isStranger = member == leader
                        && Session.Stat.of(Path.of("/proc", Long.toString(leader)))
                                .filter(stat -> stat.started() != started)
                                .isPresent();
                if (isStranger || !isOurs) {
                    return;
                }
            }
            Session.kill(leader, journal);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException none) {
            // Nothing had begun there.
            return;
        }
    }
}
