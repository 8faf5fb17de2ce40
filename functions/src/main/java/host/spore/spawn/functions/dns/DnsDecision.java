package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Printable;
import host.spore.spawn.functions.dns.NameRecords.Owner;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides about one name. Events come doubled, late and out of order, and EC2's read may be older than the event: what
 * counts is what can be held against both, and whose the name is.
 *
 * <p>Two things tell old from new. A record has its instance's last start as its version, and nothing that is older
 * touches it. And once an event is older than EC2's reads can be, EC2's word alone counts.
 */
final class DnsDecision {
    /**
     * How old EC2's reads may be. AWS promises no bound, and says that most are seconds old; whoever needs to be sure is
     * to ask again.
     *
     * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html">eventual consistency</a>
     */
    static final Duration SETTLES_AFTER = Duration.ofSeconds(20);

    private DnsDecision() {}

    /** What the name should show. */
    sealed interface Wanted {
        /**
         * @param address of the running instance
         * @param since its start
         * @param inArray it is a member of one
         */
        record Present(String address, Instant since, boolean inArray) implements Wanted {
            /** @param there beside what the zone has */
            NameRecords records(DnsName name, Owner self, NameRecords there) {
                NameRecords own = NameRecords.of(self, address);
                boolean shares = inArray && CommonName.of(name).isPresent();
                return (shares ? own.shared() : own).besides(there);
            }
        }

        /**
         * Nothing of this instance.
         *
         * @param until records of a later start are left alone
         * @param isFinal it will never be otherwise
         */
        record Absent(Instant until, boolean isFinal) implements Wanted {}

        /** @param why it changes nothing */
        record Leave(String why) implements Wanted {}

        /** @param why EC2 must be asked again later */
        record NotKnownYet(String why) implements Wanted {}
    }

    /** What to do to the zone. */
    sealed interface Step {
        /** @param fresh instead of what is there */
        record Replace(NameRecords fresh) implements Step {}

        /** @param why there is nothing to do */
        record Leave(String why) implements Step {}

        /** @param why the name cannot be this instance's, which a user should know */
        record Refuse(String why) implements Step {}

        /** The name is another instance's: only its state can tell whose it should be. */
        record Compare(Owner other) implements Step {}

        /** @param why it cannot be told yet whose the name is */
        record NotKnownYet(String why) implements Step {}
    }

    /**
     * @param heard the event's state; empty where EC2's word alone is asked for
     * @param at the event's time
     * @param view what EC2 says now, or said a moment ago
     */
    static Wanted wanted(Optional<InstanceState> heard, Instant at, Optional<InstanceView> view, Instant now) {
        if (heard.filter(InstanceState::isEnding).isPresent()
                || view.filter(seen -> seen.state().isEnding()).isPresent()) {
            // No way leads back from there: however old this is, it is true.
            return new Wanted.Absent(Instant.MAX, true);
        }
        if (view.isEmpty()) {
            return unseen(heard, at, now);
        }
        return heard.isEmpty() || !now.isBefore(at.plus(SETTLES_AFTER))
                ? byEc2(view.get())
                : young(heard.get(), at, view.get());
    }

    /**
     * Where EC2 cannot be asked, because the account no longer lets us in: it has ended its instances and then removed its
     * workload, so what it said last counts. Its names are its own to give up.
     *
     * @return empty when it has said nothing of an end
     */
    static Optional<Wanted> lastWord(Optional<InstanceState> heard, Instant at, boolean isUnlisted) {
        if (heard.filter(InstanceState::isEnding).isPresent()) {
            return Optional.of(new Wanted.Absent(Instant.MAX, true));
        }
        return isUnlisted ? Optional.of(new Wanted.Absent(at, true)) : Optional.empty();
    }

    private static Wanted unseen(Optional<InstanceState> heard, Instant at, Instant now) {
        if (heard.isEmpty() || !now.isBefore(at.plus(Instances.FINDABLE_AFTER))) {
            // EC2 has forgotten it. What began within that time it may have yet to learn of.
            return new Wanted.Absent(now.minus(Instances.FINDABLE_AFTER), false);
        }
        return switch (heard.get()) {
            case PENDING -> new Wanted.Leave("not running yet");
            case STOPPING, STOPPED -> new Wanted.Absent(at, false);
            case RUNNING, SHUTTING_DOWN, TERMINATED -> new Wanted.NotKnownYet("EC2 does not find the instance yet");
        };
    }

    /** What EC2 says is newer than the event. */
    private static Wanted byEc2(InstanceView view) {
        return switch (view.state()) {
            case RUNNING -> view.address() == null ? gone(view) : present(view, view.address());
            case PENDING ->
                view.address() == null
                        ? new Wanted.NotKnownYet("EC2 does not report its address yet")
                        : present(view, view.address());
            case STOPPING, STOPPED -> gone(view);
            case SHUTTING_DOWN, TERMINATED -> new Wanted.Absent(Instant.MAX, true);
        };
    }

    /** Either may be newer. Where they do not agree on what to show, EC2 is asked once more when it must know. */
    private static Wanted young(InstanceState heard, Instant at, InstanceView view) {
        return switch (heard) {
            case PENDING -> new Wanted.Leave("not running yet");
            case RUNNING ->
                view.state() == InstanceState.STOPPING || view.state() == InstanceState.STOPPED
                        ? new Wanted.NotKnownYet("EC2 says " + view.state().wire())
                        : byEc2(view);
            case STOPPING, STOPPED ->
                hasStartedSince(at, view)
                        ? new Wanted.Leave("it has been started again since")
                        : new Wanted.Absent(at, false);
            case SHUTTING_DOWN, TERMINATED -> new Wanted.Absent(Instant.MAX, true);
        };
    }

    private static Wanted present(InstanceView view, String address) {
        return new Wanted.Present(
                address, view.launchedAt(), view.tag(ArrayTags.NAME).isPresent());
    }

    private static Wanted gone(InstanceView view) {
        return new Wanted.Absent(view.launchedAt(), false);
    }

    /** A start moves EC2's launch time. */
    private static boolean hasStartedSince(Instant at, InstanceView view) {
        return (view.state() == InstanceState.RUNNING || view.state() == InstanceState.PENDING)
                && view.launchedAt().isAfter(at);
    }

    /**
     * Puts the address under the name, unless the name is another's.
     *
     * @param fresh what is to be there
     */
    static Step put(NameRecords there, Owner self, NameRecords fresh) {
        if (there.equals(fresh)) {
            return new Step.Leave("it is there already");
        }
        if (there.hasNoneOfItsOwn()) {
            return new Step.Replace(fresh);
        }
        if (there.areOfAnArray()) {
            return new Step.Refuse("the members of an array share the name");
        }
        Optional<Owner> owner = there.readOwner();
        if (owner.isEmpty()) {
            return new Step.Refuse("the name has records that spawn did not make");
        }
        if (!owner.get().isSameInstance(self)) {
            return new Step.Compare(owner.get());
        }
        return owner.get().since().isAfter(self.since())
                ? new Step.Leave("what EC2 says is older than the record")
                : new Step.Replace(fresh);
    }

    /**
     * Two instances of one name. One that does not run has none. Of two in one region the one that started last has it:
     * a name has one holder there, so the other one is on its way out, whatever EC2 says yet. In different regions
     * whoever had it first keeps it.
     *
     * @param other whose the name is
     * @param seen as EC2 reports it
     * @param fresh what is to be there if it is ours
     */
    static Step contest(Owner other, Optional<InstanceView> seen, Owner self, NameRecords fresh, Instant now) {
        boolean isNeighbour = other.region().equals(self.region());
        if (isNeighbour && other.since().isAfter(self.since())) {
            return new Step.Leave("the name is a younger instance's");
        }
        Step take = new Step.Replace(fresh);
        if (seen.isEmpty()) {
            // A start that is so young EC2 may have yet to learn of.
            return now.isBefore(other.since().plus(Instances.FINDABLE_AFTER))
                    ? new Step.NotKnownYet("EC2 does not find " + other.instance() + " yet, whose the name is")
                    : take;
        }
        InstanceView view = seen.get();
        if (isNeighbour) {
            return !view.state().isEnding() && view.launchedAt().isAfter(self.since())
                    ? new Step.Leave("the name is a younger instance's")
                    : take;
        }
        return isOver(other, view) ? take : new Step.Refuse("an instance in " + other.region() + " has the name");
    }

    /** Whether the start is over that the record is of; a stop that EC2 shows may be of an earlier one. */
    private static boolean isOver(Owner of, InstanceView view) {
        return switch (view.state()) {
            case PENDING, RUNNING -> false;
            case STOPPING, STOPPED -> !of.since().isAfter(view.launchedAt());
            case SHUTTING_DOWN, TERMINATED -> true;
        };
    }

    /** Takes away what this instance has put there by then, and nothing else. */
    static Step remove(NameRecords there, Owner self, Instant until) {
        if (there.isEmpty()) {
            return new Step.Leave("it is gone already");
        }
        if (there.hasNoneOfItsOwn()) {
            return new Step.Replace(NameRecords.NONE);
        }
        Optional<Owner> owner = there.readOwner().filter(self::isSameInstance);
        if (owner.isEmpty()) {
            return new Step.Leave("the name is another's");
        }
        return owner.get().since().isAfter(until)
                ? new Step.Leave("the record is of a later start")
                : new Step.Replace(NameRecords.NONE.besides(there));
    }

    /**
     * An instance may claim names of its own account only: the account is EventBridge's word, the tag is the account's.
     *
     * @return the name; empty when it lies elsewhere
     */
    static Optional<DnsName> own(String tag, AccountId account, String domain) {
        int dot = tag.indexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        try {
            DnsName own = DnsName.of(new Name(tag.substring(0, dot)), account, domain);
            return own.value().equals(tag) ? Optional.of(own) : Optional.empty();
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /** For the log. */
    static String shown(String tag) {
        return Printable.of(tag);
    }
}
