package host.spore.spawn.functions.availability;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.functions.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Remembers and recalls capacity, as well as it can. What is remembered orders candidates and decides nothing else, so
 * nobody who asks may fail, or wait for long, because of it: whatever goes wrong is logged, and forgotten.
 */
public final class CapacityMemory {
    /** Launches of one type at one time write the same item; who loses so often gives its count up. */
    private static final int TRIES = 5;

    /** No further try after this; each of them is bounded by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Standings standings;
    private final InstantSource clock;

    public CapacityMemory(Standings standings, InstantSource clock) {
        this.standings = standings;
        this.clock = clock;
    }

    /** What is known; nothing, when the memory cannot be read. */
    public Map<Offer, Standing> recall(Collection<Offer> offers, Log log) {
        try {
            return standings.read(offers);
        } catch (RuntimeException unreadable) {
            // Without memory the order is the one that was asked for, which is what a first launch has as well.
            log.warn("capacity not recalled", field("reason", unreadable.getMessage()));
            return Map.of();
        }
    }

    /** @param attempt its own id, by which a repeated one counts once */
    public void had(Offer offer, String attempt, Log log) {
        Instant now = clock.instant();
        note(offer, standing -> standing.had(attempt, now), log);
    }

    /** @param attempt its own id, by which a repeated one counts once */
    public void lacked(Offer offer, String attempt, Log log) {
        Instant now = clock.instant();
        note(offer, standing -> standing.lacked(attempt, now), log);
    }

    /** @param at when EC2 said so */
    public void interrupted(Offer offer, String instanceId, Instant at, Log log) {
        note(offer, standing -> standing.interrupted(instanceId, at), log);
    }

    private void note(Offer offer, UnaryOperator<Standing> change, Log log) {
        Instant patientUntil = clock.instant().plus(PATIENCE);
        try {
            for (int i = 0; i < TRIES && clock.instant().isBefore(patientUntil); i++) {
                Standing known = standings.read(List.of(offer)).getOrDefault(offer, Standing.unknown(offer));
                Standing next = change.apply(known);
                if (next.equals(known) || standings.write(next)) {
                    return;
                }
            }
            log.warn("capacity not noted", field("offer", offer.key()), field("reason", "others note it all the time"));
        } catch (RuntimeException unwritable) {
            // One count less: the launch that it belongs to goes its way all the same.
            log.warn("capacity not noted", field("offer", offer.key()), field("reason", unwritable.getMessage()));
        }
    }
}
