package host.spore.spawn.spored;

import host.spore.spawn.events.AgentTrouble;
import host.spore.spawn.events.Printable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The user's pre-stop hook: a session, and so a process group, of its own, killed whole when its time is over. Under
 * systemd it also has a scope of its own, since the agent's memory limit is none of its business and the agent's death
 * should not be its end.
 */
final class Hook {
    private static final long LOOK_MILLIS = 100;
    private static final int TAIL = 700;

    private final Root root;
    private final Lane disk;
    private final Problems problems;
    private final Journal journal;
    private final Runnable changed;
    private volatile boolean running;
    private volatile boolean cut;

    Hook(Root root, Lane disk, Problems problems, Journal journal, Runnable changed) {
        this.root = root;
        this.disk = disk;
        this.problems = problems;
        this.journal = journal;
        this.changed = changed;
    }

    boolean running() {
        return running;
    }

    /** Returns at once. */
    void start(Config config, String cause, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        running = true;
        Threads.daemon("hook", () -> {
            try {
                if (begin()) {
                    journal.say("pre-stop hook: starts before " + cause + ", for " + limit.toSeconds() + " s at most");
                    run(config, end);
                }
            } finally {
                running = false;
                changed.run();
            }
        });
    }

    void cut() {
        cut = true;
    }

    /**
     * Two locks against a second run: the memory on disk, which holds over crashes, and a file that can be made only
     * once. A disk that takes neither does not keep the user's work from being saved.
     */
    private boolean begin() throws InterruptedException {
        disk.mark().reached();
        try {
            Files.createDirectories(Objects.requireNonNull(root.hookMark().getParent()));
            Files.createFile(root.hookMark());
        } catch (FileAlreadyExistsException ran) {
            journal.say("pre-stop hook: has begun before in this boot, and is not begun again");
            return false;
        } catch (IOException unwritable) {
            journal.say("pre-stop hook: " + unwritable);
        }
        return true;
    }

    private void run(Config config, long end) throws InterruptedException {
        LoginUser user = LoginUser.find(root.users(), config.value(Key.LOGIN_USER));
        boolean switches = root.isWholeMachine() && isRoot();
        ProcessBuilder builder = new ProcessBuilder(command(
                config.preStop().orElse("true"), user, switches, Files.isDirectory(Path.of("/run/systemd/system"))));
        if (switches) {
            builder.environment().putAll(Map.of("HOME", user.home(), "USER", user.name(), "LOGNAME", user.name()));
            if (Files.isDirectory(Path.of(user.home()))) {
                builder.directory(Path.of(user.home()).toFile());
            }
        }
        builder.redirectErrorStream(true).redirectOutput(log());
        try {
            Process process = builder.start();
            while (process.isAlive() && !cut && System.nanoTime() < end) {
                process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (process.isAlive()) {
                Session.kill(process, journal);
                problems.raise(AgentTrouble.HOOK, "cut", "the pre-stop hook was cut, its time was over: " + tail());
            } else if (process.exitValue() != 0) {
                problems.raise(
                        AgentTrouble.HOOK,
                        "exit",
                        "the pre-stop hook ended with " + process.exitValue() + ": " + tail());
            } else {
                journal.say("pre-stop hook: done");
            }
        } catch (IOException failed) {
            problems.raise(
                    AgentTrouble.HOOK, "start", "the pre-stop hook could not be started: " + failed.getMessage());
        }
    }

    /** @param systemd whether that runs this machine */
    static List<String> command(String line, LoginUser user, boolean switches, boolean systemd) {
        List<String> command = new ArrayList<>();
        if (switches && systemd) {
            command.addAll(List.of("systemd-run", "--scope", "--quiet", "--collect", "--"));
        }
        // The agent is the last to be killed for memory; a hook of its is not.
        command.addAll(List.of(
                "setsid", "/bin/sh", "-c", "echo 0 > /proc/self/oom_score_adj 2> /dev/null; exec \"$@\"", "pre-stop"));
        if (switches) {
            command.addAll(List.of("setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--init-groups", "--"));
        }
        command.addAll(List.of(Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh", "-c", line));
        return command;
    }

    private ProcessBuilder.Redirect log() {
        try {
            Files.createDirectories(Objects.requireNonNull(root.hookLog().getParent()));
            Files.writeString(root.hookLog(), "");
            return ProcessBuilder.Redirect.to(root.hookLog().toFile());
        } catch (IOException unwritable) {
            return ProcessBuilder.Redirect.DISCARD;
        }
    }

    private String tail() {
        try (RandomAccessFile file = new RandomAccessFile(root.hookLog().toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(TAIL, file.length())];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            return Printable.of(new String(bytes, StandardCharsets.UTF_8).strip(), TAIL);
        } catch (IOException none) {
            return "no output";
        }
    }

    private static boolean isRoot() {
        try {
            return Objects.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), 0);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
