package host.spore.spawn.spored;

import java.time.Duration;

/**
 * How often a worker looks, and how long it waits; a test's is quicker.
 *
 * @param beat between two heartbeats of a task
 * @param over between two looks whether the run is over
 * @param spot between two looks whether EC2 takes the instance back
 * @param tail between two looks for output to be said
 * @param beforeSpot how long before that its jobs are killed
 * @param calls with what matters to a job: its results, its answer
 * @param hook how long a hook after a job may take
 * @param queueHook how long a hook after the queue may take; before it, six times as long
 * @param event how long a job's end waits for the bus
 */
record Pace(
        Duration beat,
        Duration over,
        Duration spot,
        Duration tail,
        Duration beforeSpot,
        Patience calls,
        Duration hook,
        Duration queueHook,
        Duration event) {
    static final Pace STANDARD = new Pace(
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            new Patience(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofMinutes(2)),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30));
}
