package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.reaper.LastListed.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which names there should be. The zone may be another account's, so whoever keeps it compares: a state change that
 * reached our table and not the zone is nothing that the table could tell.
 *
 * <p>What has not changed is said once an hour, for records that somebody else has changed: while nothing happens, nobody
 * is called.
 */
final class NamesSweep {
    /** Long names included, an event ends at 256 KB: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
    private static final int MOST = 500;

    private static final Duration SAID_AGAIN_AFTER = Duration.ofHours(1);

    private final LastListed last;
    private final Bus bus;

    NamesSweep(LastListed last, Bus bus) {
        this.last = last;
        this.bus = bus;
    }

    void run(List<InstanceView> living, Instant now) {
        List<NamesListed.Held> names = living.stream()
                .flatMap(NamesSweep::held)
                .sorted(Comparator.comparing(
                                (NamesListed.Held held) -> held.dnsName().value())
                        .thenComparing(held -> held.instanceId().value())
                        .thenComparing(NamesListed.Held::inPrivateZone))
                .toList();
        String digest = Ids.hash(names.stream()
                .flatMap(held -> Stream.of(
                        held.dnsName().value(),
                        held.instanceId().value(),
                        held.address(),
                        held.inPrivateZone() ? "private" : "public"))
                .toArray(String[]::new));
        boolean isKnown = last.read()
                .filter(listing -> listing.digest().equals(digest)
                        && now.isBefore(listing.at().plus(SAID_AGAIN_AFTER)))
                .isPresent();
        if (!isKnown) {
            say(names, now);
            last.note(new Listing(digest, now));
        }
    }

    /** Nothing running is something to say, too: a record may be left. */
    private void say(List<NamesListed.Held> names, Instant now) {
        @Nullable DnsName after = null;
        int from = 0;
        do {
            int to = Math.min(names.size(), from + MOST);
            DnsName upTo = to == names.size() ? null : names.get(to - 1).dnsName();
            NamesListed said = new NamesListed(
                    Envelope.first(Ids.hash("names", now.toString(), Integer.toString(from)), now),
                    after,
                    upTo,
                    names.subList(from, to));
            bus.publish(said.type(), said.toJson().toString());
            after = upTo;
            from = to;
        } while (from < names.size());
    }

    /** In each zone where it has a name. */
    private static Stream<NamesListed.Held> held(InstanceView view) {
        return view.state() != InstanceState.RUNNING
                ? Stream.empty()
                : Stream.of(
                                held(view, InstanceView.DNS_TAG, false),
                                held(view.inside(), InstanceView.PRIVATE_DNS_TAG, true))
                        .flatMap(Optional::stream);
    }

    private static Optional<NamesListed.Held> held(InstanceView view, String tag, boolean inPrivateZone) {
        String address = view.address();
        return address == null
                ? Optional.empty()
                : view.tag(tag)
                        .filter(name -> name.length() <= 253)
                        .map(name -> new NamesListed.Held(view.id(), new DnsName(name), address, inPrivateZone));
    }
}
