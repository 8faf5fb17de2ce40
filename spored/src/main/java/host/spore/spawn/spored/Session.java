package host.spore.spawn.spored;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A user's command in a session, and so a process group, of its own: it can be killed with all its children. */
final class Session {
    private static final int KILL_PATIENCE_SECONDS = 2;

    private Session() {}

    /** The one who starts this is the leader: setsid and all behind it replace one another. */
    static List<String> command(String line) {
        return List.of("setsid", "/bin/bash", "-c", line);
    }

    /** @param leader what was started with {@code setsid} */
    static void kill(Process leader, Journal journal) throws InterruptedException {
        try {
            // Without "--", which dash, the shell of Debian and Ubuntu, takes for a number.
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(KILL_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException failed) {
            journal.say("kill: " + failed);
        }
        leader.destroyForcibly();
    }
}
