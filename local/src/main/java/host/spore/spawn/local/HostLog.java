package host.spore.spawn.local;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** One line per thing that happens: when, to which instance, what. */
public final class HostLog {
    private final PrintStream out;
    private final Clock clock;

    public HostLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** @param subject an instance, as {@code name (i-…)}, or {@code host} */
    public void say(String subject, String what) {
        // Several threads speak: one call is one line. Control characters of a user's text must not forge a second one.
        String line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + "  " + subject + "  "
                + what.replaceAll("\\p{Cntrl}+", " ").strip();
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
