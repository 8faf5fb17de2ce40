package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Market;
import host.spore.spawn.functions.availability.Offer;
import org.jspecify.annotations.Nullable;

/**
 * One thing to ask EC2 for.
 *
 * @param choice the type
 * @param zone absent: EC2 chooses
 * @param market see {@link Market}
 */
record Candidate(TypeChoice.Choice choice, @Nullable String zone, Market market) {
    Offer offer() {
        return new Offer(choice.type().name(), zone, market);
    }
}
