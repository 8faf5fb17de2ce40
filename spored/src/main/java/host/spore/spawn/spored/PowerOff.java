package host.spore.spawn.spored;

import java.io.IOException;
import java.util.Optional;

/**
 * The last actuator. It depends on nothing else: no file, no network, no other thread; every attempt has a thread and a
 * process of its own, so that one that hangs does not stand in the way of the next.
 */
final class PowerOff {
    private final Optional<String> configured;
    private final Journal journal;

    /** @param configured the environment variable {@code SPORED_POWEROFF} */
    PowerOff(Optional<String> configured, Journal journal) {
        this.configured = configured;
        this.journal = journal;
    }

    void attempt(int number) {
        String command = configured.orElseGet(() -> command(number));
        Threads.daemon("power-off", () -> {
            journal.say("powering off, attempt " + number + ": " + command);
            try {
                new ProcessBuilder("/bin/sh", "-c", command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
            } catch (IOException failed) {
                // The next attempt is seconds away, and behind it stands the dead man's switch.
                journal.say("power-off: " + failed);
            }
        });
    }

    /** An orderly power-off first; when half a minute has not brought it about, ever less order. */
    private static String command(int number) {
        if (number <= 3) {
            return "systemctl poweroff";
        }
        return number <= 6 ? "systemctl poweroff --force" : "systemctl poweroff --force --force";
    }
}
