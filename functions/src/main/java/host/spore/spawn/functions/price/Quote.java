package host.spore.spawn.functions.price;

import host.spore.spawn.events.Usd;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A price, or why it is unknown: nothing is ever made up for it. */
public sealed interface Quote {
    /**
     * @param usd the dearest, where zones differ
     * @param zones what it is in each; empty where they do not differ
     * @param source for people
     * @param at when AWS said so
     */
    record Known(Usd usd, Map<String, Usd> zones, String source, Instant at) implements Quote {
        public Known {
            zones = Map.copyOf(zones);
        }

        /** @param zone absent: any, so the dearest */
        public Optional<Usd> in(@Nullable String zone) {
            return zone == null || zones.isEmpty() ? Optional.of(usd) : Optional.ofNullable(zones.get(zone));
        }
    }

    /** @param reason for people */
    record Unknown(String reason) implements Quote {}
}
