package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NameZones;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance of a {@link NamesWorld}, with all that it was. */
final class NamesMachine {
    static final long NEVER = Long.MAX_VALUE;

    final InstanceId id;
    final Slot slot;
    final DnsName dnsName;
    final NameZones named;
    final String privateAddress;
    Instant launchedAt;

    @Nullable
    String address;

    private final List<Moment> past = new ArrayList<>();
    private long triedAgainAt;

    record Place(AccountId account, String region) {}

    record Slot(Place place, Name name) {}

    /** What it became. */
    static final class Moment {
        private final long at;
        private final InstanceView view;
        private long heardAt = NEVER;

        private Moment(long at, InstanceView view) {
            this.at = at;
            this.view = view;
        }

        /** Its event is delivered; only the first time counts. */
        void heard(long now) {
            heardAt = Math.min(heardAt, now);
        }

        private InstanceState state() {
            return view.state();
        }
    }

    NamesMachine(
            InstanceId id, Slot slot, DnsName dnsName, NameZones named, String privateAddress, Instant launchedAt) {
        this.id = id;
        this.slot = slot;
        this.dnsName = dnsName;
        this.named = named;
        this.privateAddress = privateAddress;
        this.launchedAt = launchedAt;
    }

    Moment become(long now, InstanceView view) {
        Moment moment = new Moment(now, view);
        past.add(moment);
        return moment;
    }

    InstanceState state() {
        return past.getLast().state();
    }

    /** Since when it is what it is. */
    long since() {
        return past.getLast().at;
    }

    Optional<InstanceView> asOf(long time) {
        return past.reversed().stream()
                .filter(moment -> moment.at <= time)
                .findFirst()
                .map(moment -> moment.view);
    }

    /** Nobody else is called like that here. */
    boolean isMember() {
        return CommonName.of(dnsName).isPresent();
    }

    boolean isRunning() {
        return state() == InstanceState.RUNNING;
    }

    boolean holds(NameRecords records, ZoneKind kind) {
        return isRunning()
                && records.address() != null
                && records.address().value().equals(kind == ZoneKind.PUBLIC ? address : privateAddress);
    }

    boolean isNamedIn(ZoneKind kind) {
        return kind == ZoneKind.PUBLIC ? named.isPublic() : named.isPrivate();
    }

    /** What could not be done for it is tried again then. */
    void triedAgain(long at) {
        triedAgainAt = Math.max(triedAgainAt, at);
    }

    /**
     * Since when everybody could know what address it holds: every word that its address went or came was delivered once,
     * and what failed for it was tried again.
     *
     * @return {@link #NEVER} when such a word has yet to come
     */
    long knowableSince() {
        if (state() == InstanceState.PENDING) {
            return NEVER;
        }
        long heardAt = triedAgainAt;
        for (int i = past.size() - 1; i > 0; i--) {
            InstanceState before = past.get(i - 1).state();
            if (before == InstanceState.RUNNING || before == InstanceState.PENDING) {
                heardAt = Math.max(heardAt, past.get(i).heardAt);
            }
            if (before == InstanceState.RUNNING) {
                return heardAt;
            }
        }
        return heardAt;
    }
}
