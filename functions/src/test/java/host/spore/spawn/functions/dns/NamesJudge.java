package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What must be true of a {@link NamesWorld}: always, in time, and in the end. */
final class NamesJudge {
    /** In seconds. */
    private static final long LONGEST_WRONG = 60;

    private final Map<InstanceId, NamesMachine> machines;
    private final Function<ZoneKind, FakeZone> records;

    /** @param machines as they are when they are looked at */
    NamesJudge(Map<InstanceId, NamesMachine> machines, Function<ZoneKind, FakeZone> records) {
        this.machines = machines;
        this.records = records;
    }

    /** A right record is not taken away, and no older instance overwrites a newer one. */
    void mustHurtNobody(long now, Zone.Replacement change, ZoneKind kind) {
        Optional<NameRecords.Owner> before = change.old().readOwner();
        Optional<NameRecords.Owner> after = change.fresh().readOwner();
        if (before.isEmpty()) {
            return;
        }
        NameRecords.Owner owner = before.get();
        boolean isSame = after.filter(owner::isSameInstance).isPresent();
        NamesMachine machine =
                Optional.ofNullable(machines.get(owner.instance())).orElseThrow();
        if (!isSame && machine.holds(change.old(), kind) && machine.launchedAt.equals(owner.since())) {
            throw new AssertionError("at " + now + " a right record was taken away: " + change);
        }
        boolean isOlder = after.filter(fresh -> fresh.region().equals(owner.region()))
                .filter(fresh -> fresh.since().isBefore(owner.since()))
                .isPresent();
        if (isOlder) {
            throw new AssertionError("at " + now + " an older instance overwrote a newer one: " + change);
        }
        if (isSame && change.old().member() != null && change.fresh().member() == null) {
            throw new AssertionError("at " + now + " a member lost its part in the common name: " + change);
        }
    }

    /** No record points at an address that its owner does not hold, nor is there one in a zone that it has no name in. */
    void mustPointAtHolders() {
        for (NamesMachine machine : machines.values()) {
            for (ZoneKind kind : ZoneKind.values()) {
                NameRecords there = records.apply(kind).now(machine.dnsName);
                if (isWrong(machine, there, kind)) {
                    throw new AssertionError(
                            machine.id + " does not hold what its record says in the zone " + kind + ": " + there);
                }
                if (there.member() != null && !there.member().equals(there.address())) {
                    throw new AssertionError(
                            "the common name does not show what " + machine.dnsName + " shows: " + there);
                }
            }
        }
    }

    /** None does so for longer than a minute after it could be known. */
    void mustHaveLetGo(long now) {
        for (NamesMachine machine : machines.values()) {
            long since = machine.knowableSince();
            if (since == NamesMachine.NEVER || now <= since + LONGEST_WRONG) {
                continue;
            }
            for (ZoneKind kind : ZoneKind.values()) {
                NameRecords there = records.apply(kind).now(machine.dnsName);
                if (isWrong(machine, there, kind)) {
                    throw new AssertionError("at " + now + " " + machine.id
                            + " does not hold what its record has said in the zone " + kind
                            + " since it could be known at " + since + ": " + there);
                }
            }
        }
    }

    private static boolean isWrong(NamesMachine machine, NameRecords there, ZoneKind kind) {
        boolean isIts = there.readOwner()
                .filter(owner -> owner.instance().equals(machine.id))
                .isPresent();
        return isIts && !(machine.isNamedIn(kind) && machine.holds(there, kind));
    }

    /** Who runs has its record, unless somebody in another region had the name before it. */
    void mustShowWhoHadNoRival() {
        for (NamesMachine machine : machines.values()) {
            boolean hasRival = machines.values().stream()
                    .anyMatch(other -> (other.dnsName.equals(machine.dnsName) && !other.slot.equals(machine.slot))
                            || isCommon(machine.dnsName, other.dnsName)
                            || isCommon(other.dnsName, machine.dnsName));
            for (ZoneKind kind : ZoneKind.values()) {
                NameRecords there = records.apply(kind).now(machine.dnsName);
                boolean isRight = machine.holds(there, kind) && (there.member() != null) == machine.isMember();
                if (machine.isRunning() && machine.isNamedIn(kind) && !hasRival && !isRight) {
                    throw new AssertionError(
                            machine.id + " runs, and its name shows " + there + " in the zone " + kind);
                }
            }
        }
    }

    /** An instance is called as the members of an array are together: only one of them can have that name. */
    boolean hasNamesakeOfAnArray() {
        return machines.values().stream()
                .anyMatch(one -> machines.values().stream().anyMatch(other -> isCommon(one.dnsName, other.dnsName)));
    }

    private static boolean isCommon(DnsName name, DnsName member) {
        return CommonName.of(member)
                .filter(common -> common.name().equals(name))
                .isPresent();
    }

    /** Every name shows one that runs under it, and nothing if none does. */
    void mustShowWhatRuns() {
        mustPointAtHolders();
        for (NamesMachine machine : machines.values()) {
            for (ZoneKind kind : ZoneKind.values()) {
                if (machine.isRunning()
                        && machine.isNamedIn(kind)
                        && records.apply(kind).now(machine.dnsName).isEmpty()) {
                    throw new AssertionError(machine.id + " runs, and has no record in the zone " + kind);
                }
            }
        }
    }
}
