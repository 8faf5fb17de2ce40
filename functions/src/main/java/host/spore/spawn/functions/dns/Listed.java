package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.functions.lambda.BusEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the reaper of an account's region has listed.
 *
 * @param at when
 * @param account whose instances these are: EventBridge's word
 * @param region where they live
 * @param listed see {@link NamesListed}
 */
record Listed(Instant at, AccountId account, String region, NamesListed listed) {
    static Listed read(BusEvent event) {
        return new Listed(
                event.time(), new AccountId(event.account()), event.region(), NamesListed.read(event.detail()));
    }

    /**
     * Whom EC2 must be asked about: whose record is not what the list says. Those with a record come first, so that who
     * has gone does not keep a name from who is there.
     *
     * @param kind of the zone
     * @param there the records of the account's domain
     * @param isOld the list is; then everybody is asked about, for what was changed by it may be as wrong as it is
     */
    List<Heard> doubtful(ZoneKind kind, Map<DnsName, NameRecords> there, boolean isOld) {
        Map<DnsName, NamesListed.Held> held = new HashMap<>();
        listed.names().stream().filter(kind::lists).forEach(name -> held.put(name.dnsName(), name));
        List<Heard> doubtful = new ArrayList<>();
        there.forEach((name, records) -> records.readOwner()
                .filter(owner -> owner.region().equals(region) && listed.covers(name))
                .filter(owner -> isOld || !isAsListed(held.get(name), owner.instance(), records))
                .ifPresent(
                        owner -> doubtful.add(ask(owner.instance(), name, !holds(held.get(name), owner.instance())))));
        listed.names().stream()
                .filter(kind::lists)
                .filter(name ->
                        !isAsListed(name, name.instanceId(), there.getOrDefault(name.dnsName(), NameRecords.NONE)))
                .forEach(name -> doubtful.add(ask(name.instanceId(), name.dnsName(), false)));
        return doubtful;
    }

    private static boolean isAsListed(NamesListed.@Nullable Held held, InstanceId owner, NameRecords records) {
        return held != null
                && holds(held, owner)
                && records.readOwner().filter(of -> of.instance().equals(owner)).isPresent()
                && Objects.equals(
                        records.address() == null ? null : records.address().value(), held.address());
    }

    private static boolean holds(NamesListed.@Nullable Held held, InstanceId owner) {
        return held != null && held.instanceId().equals(owner);
    }

    private Heard ask(InstanceId id, DnsName name, boolean isUnlisted) {
        return new Heard(id, Optional.empty(), at, account, region, Optional.of(name.value()), isUnlisted);
    }
}
