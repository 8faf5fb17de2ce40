package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;

/** A user's command in a session, and so a process group, of its own: it can be killed with all its children. */
final class Session {
    private static final int KILL_PATIENCE_SECONDS = 2;
    /** One round ends all that it sees; what was being born meanwhile is seen by the next. */
    private static final long BETWEEN_ROUNDS_MILLIS = 10;
    /** On a machine that is busy it takes a while until a process gets to its own end. */
    private static final Duration ROUNDS = Duration.ofSeconds(3);

    private Session() {}

    /** The one who starts this is the leader: setsid and all behind it replace one another. */
    static List<String> command(String line) {
        return List.of("setsid", "/bin/bash", "-c", line);
    }

    /** As {@link #command}, of a script in a file: no list of processes shows what it says. */
    static List<String> script(Path file) {
        return List.of("setsid", "/bin/bash", file.toString());
    }

    /** A process of a user's, without what the launcher of this one has set for itself. */
    static ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.remove("MALLOC_ARENA_MAX");
        String language = environment.remove("SPAWN_LC_ALL");
        if (language != null) {
            environment.remove("LC_ALL");
            if (!language.isEmpty()) {
                environment.put("LC_ALL", language);
            }
        }
        return builder;
    }

    /** @param leader what was started with {@code setsid} */
    static void kill(Process leader, Journal journal) throws InterruptedException {
        kill(leader.pid(), journal);
        leader.destroyForcibly();
    }

    /** The group first, which is one blow; then what has groups of its own, as the jobs of an interactive shell have. */
    static void kill(long leader, Journal journal) throws InterruptedException {
        List<Long> members = members(leader);
        if (members.isEmpty()) {
            return;
        }
        killGroup(leader, journal);
        members = members(leader);
        long end = System.nanoTime() + ROUNDS.toNanos();
        while (!members.isEmpty() && System.nanoTime() - end < 0) {
            for (long member : members) {
                ProcessHandle.of(member).ifPresent(ProcessHandle::destroyForcibly);
            }
            Thread.sleep(BETWEEN_ROUNDS_MILLIS);
            members = members(leader);
        }
        if (!members.isEmpty()) {
            journal.say("kill: " + members.size() + " processes of session " + leader + " do not die");
        }
    }

    private static void killGroup(long leader, Journal journal) throws InterruptedException {
        try {
            // Without "--", which dash, the shell of Debian and Ubuntu, takes for a number.
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + leader)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(KILL_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException failed) {
            journal.say("kill: " + failed);
        }
    }

    /** Those that are alive. */
    static List<Long> members(long leader) {
        List<Long> members = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (Stat.of(process)
                        .filter(stat -> stat.session() == leader && stat.isAlive())
                        .isPresent()) {
                    members.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // Without /proc the group is all that can be known, and its leader stands for it.
            ProcessHandle.of(leader).filter(ProcessHandle::isAlive).ifPresent(handle -> members.add(leader));
        }
        return members;
    }

    /**
     * What the kernel says of a process.
     *
     * @param started in ticks since the boot: with it, a number that is used again can be told from the first one
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
     */
    record Stat(boolean isAlive, long session, long started) {
        static Optional<Stat> of(Path process) {
            try {
                String text = Files.readString(process.resolve("stat"));
                // A name may hold anything, brackets too.
                StringTokenizer fields = new StringTokenizer(text.substring(text.lastIndexOf(')') + 1));
                String state = fields.nextToken();
                String session = "";
                for (int field = 4; field <= 6; field++) {
                    session = fields.nextToken();
                }
                String started = "";
                for (int field = 7; field <= 22; field++) {
                    started = fields.nextToken();
                }
                return Optional.of(new Stat(
                        !state.equals("Z") && !state.equals("X"), Long.parseLong(session), Long.parseLong(started)));
            } catch (IOException | RuntimeException gone) {
                // It ended between the list and the look, in whatever way that shows.
                return Optional.empty();
            }
        }
    }
}
