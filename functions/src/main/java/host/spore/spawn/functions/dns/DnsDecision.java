package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Printable;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides about one name. Events come doubled, late and out of order, and EC2's read may be older than the event: what
 * counts is what can be held against both, and whose the name is.
 */
final class DnsDecision {
    private DnsDecision() {}

    /** What the name should show, by this event. */
    sealed interface Wanted {
        /** @param address of the running instance */
        record Present(String address) implements Wanted {}

        /** Nothing of this instance. */
        record Absent() implements Wanted {}

        /** @param why the event changes nothing */
        record Leave(String why) implements Wanted {}

        /** @param why EC2 must be asked again later */
        record NotKnownYet(String why) implements Wanted {}
    }

    /** What to do to the zone. */
    sealed interface Step {
        /** One atomic batch. */
        record Replace(NameRecords old, NameRecords fresh) implements Step {}

        /** @param why there is nothing to do */
        record Leave(String why) implements Step {}

        /** The name is another instance's: only its state can tell whose it should be. */
        record Compare(NameRecords.Owner other) implements Step {}
    }

    /**
     * @param heard the event's state
     * @param at the event's time
     * @param view what EC2 says now
     */
    static Wanted wanted(InstanceState heard, Instant at, Optional<InstanceView> view) {
        return switch (heard) {
            case PENDING -> new Wanted.Leave("not running yet");
            case RUNNING -> running(view);
            case STOPPING, STOPPED ->
                hasStartedSince(at, view) ? new Wanted.Leave("it has been started again since") : new Wanted.Absent();
            case SHUTTING_DOWN, TERMINATED -> new Wanted.Absent();
        };
    }

    private static Wanted running(Optional<InstanceView> view) {
        if (view.isEmpty()) {
            return new Wanted.NotKnownYet("EC2 does not find the instance yet");
        }
        InstanceView instance = view.get();
        return switch (instance.state()) {
            case RUNNING ->
                instance.address() == null
                        ? new Wanted.Leave("it has no public address")
                        : new Wanted.Present(instance.address());
            case PENDING ->
                instance.address() == null
                        ? new Wanted.NotKnownYet("EC2 does not report its address yet")
                        : new Wanted.Present(instance.address());
            case STOPPING, STOPPED, SHUTTING_DOWN, TERMINATED ->
                new Wanted.Leave("late: EC2 says " + instance.state().wire());
        };
    }

    /** A start moves EC2's launch time. */
    private static boolean hasStartedSince(Instant at, Optional<InstanceView> view) {
        return view.filter(instance ->
                        instance.state() == InstanceState.RUNNING || instance.state() == InstanceState.PENDING)
                .filter(instance -> instance.launchedAt().isAfter(at))
                .isPresent();
    }

    /** Puts the address under the name, unless the name is another's. */
    static Step put(NameRecords there, NameRecords.Owner self, String address) {
        NameRecords fresh = NameRecords.of(self, address);
        if (there.equals(fresh)) {
            return new Step.Leave("it is there already");
        }
        if (there.isEmpty()) {
            return new Step.Replace(NameRecords.NONE, fresh);
        }
        Optional<NameRecords.Owner> owner = there.readOwner();
        if (owner.isEmpty()) {
            return new Step.Leave("the name has records that spawn did not make");
        }
        return owner.get().equals(self) ? new Step.Replace(there, fresh) : new Step.Compare(owner.get());
    }

    /**
     * Two instances of one name: the living one has it, of two living ones the younger.
     *
     * @param other as EC2 reports it; empty when it is forgotten
     */
    static Step contest(NameRecords there, NameRecords.Owner self, InstanceView mine, Optional<InstanceView> other) {
        boolean otherHolds = other.filter(
                        view -> view.state() == InstanceState.RUNNING || view.state() == InstanceState.PENDING)
                .filter(view -> view.launchedAt().isAfter(mine.launchedAt()))
                .isPresent();
        return otherHolds
                ? new Step.Leave("the name is a younger instance's")
                : new Step.Replace(there, NameRecords.of(self, addressOf(mine)));
    }

    /** Takes away what this instance has put there, and nothing else. */
    static Step remove(NameRecords there, NameRecords.Owner self) {
        if (there.isEmpty()) {
            return new Step.Leave("it is gone already");
        }
        return there.readOwner().filter(self::equals).isPresent()
                ? new Step.Replace(there, NameRecords.NONE)
                : new Step.Leave("the name is another's");
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

    private static String addressOf(InstanceView running) {
        String address = running.address();
        if (address == null) {
            throw new IllegalStateException(running.id() + " has no address");
        }
        return address;
    }
}
