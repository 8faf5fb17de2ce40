package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells every session. A terminal that is stopped (Ctrl-S) can hold {@code wall} for minutes, so it is bounded. */
final class Wall {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final Journal journal;

    Wall(Journal journal) {
        this.journal = journal;
    }

    void tell(String message) throws InterruptedException {
        journal.say(message);
        try {
            Process wall = new ProcessBuilder("wall", message)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!wall.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                wall.destroyForcibly();
                journal.say("wall: hung, not everybody may have been told");
            }
        } catch (IOException noWall) {
            // A minimal image has none; the journal and the event have said it.
            journal.say("wall: " + noWall.getMessage());
        }
    }
}
