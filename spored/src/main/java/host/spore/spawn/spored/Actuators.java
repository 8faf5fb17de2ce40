package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The hands of the agent. Every method returns at once, whatever hangs behind it, and none of them throws. */
interface Actuators {
    void look();

    void sayStarted(Optional<Instant> deadline);

    void announce(Instant previous, Instant deadline);

    void warn(Instant deadline, Duration lead, Duration left);

    void reportReached(Instant deadline);

    void powerOff(int attempt);
}
