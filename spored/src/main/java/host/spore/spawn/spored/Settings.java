package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.PowerAction;
import java.time.Duration;
import java.util.Optional;

/**
 * What the decider goes by.
 *
 * @param idleTimeout how long nothing must happen; empty: idleness does not count
 * @param completionDelay between the word that the work is done and what follows from it
 * @param preStop a shell line
 * @param preStopTimeout how long that may take
 * @param storesResults there is a folder of results and a bucket for them
 */
record Settings(
        Warnings warnings,
        Optional<Duration> idleTimeout,
        PowerAction onIdle,
        CompletionAction onComplete,
        Duration completionDelay,
        Optional<String> preStop,
        Duration preStopTimeout,
        boolean storesResults) {
    static Settings of(Config config) {
        return new Settings(
                config.warnings(),
                config.value(Key.IDLE_TIMEOUT).map(text -> config.duration(Key.IDLE_TIMEOUT, Duration.ZERO)),
                config.value(Key.ON_IDLE).map(PowerAction::parse).orElse(PowerAction.STOP),
                config.value(Key.ON_COMPLETE).map(CompletionAction::parse).orElse(CompletionAction.NONE),
                config.duration(Key.COMPLETION_DELAY, Duration.ofSeconds(30)),
                config.preStop(),
                config.duration(Key.PRE_STOP_TIMEOUT, Duration.ofMinutes(5)),
                config.value(Key.RESULTS_DIR).isPresent()
                        && config.value(Key.RESULTS_BUCKET).isPresent());
    }
}
