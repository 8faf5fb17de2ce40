package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.StateChange;
import host.spore.spawn.functions.lambda.BusEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Of one instance.
 *
 * @param id see {@link InstanceId}
 * @param state what was said; empty where EC2 is to be asked
 * @param at when
 * @param account whose instance it is: EventBridge's word
 * @param region where it lives
 * @param name that its row or its record has, where EC2 has forgotten its tags
 * @param isUnlisted its region's own list has its record's name without it
 */
record Heard(
        InstanceId id,
        Optional<InstanceState> state,
        Instant at,
        AccountId account,
        String region,
        Optional<String> name,
        boolean isUnlisted) {
    /** EventBridge's time is in whole seconds; of one second, the states in their order. */
    static final Comparator<Heard> IN_TIME = Comparator.comparing(Heard::at)
            .thenComparing(heard -> heard.state().map(Enum::ordinal).orElse(Integer.MAX_VALUE));

    static Heard of(StateChange change, BusEvent event) {
        return new Heard(
                change.id(),
                Optional.of(change.state()),
                event.time(),
                new AccountId(event.account()),
                event.region(),
                change.name(),
                false);
    }
}
