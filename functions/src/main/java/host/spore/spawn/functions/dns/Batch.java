package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.dns.DnsDecision.Step;
import host.spore.spawn.functions.dns.DnsDecision.Wanted;
import host.spore.spawn.functions.dns.NameRecords.Owner;
import host.spore.spawn.functions.dns.Zone.Replacement;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.StateChange;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The letters of one delivery in one zone, done together: one read of it and one change for all their names. What fails, fails
 * its own letters only.
 *
 * <p>A letter that changed something is looked into once more when EC2 must know what happened meanwhile, and is taken
 * when there is nothing left to change. So an address that EC2 reported too late stands for seconds, and not until the
 * next sweep.
 */
final class Batch {
    private static final int TRIES = 5;

    /** Somebody waits for a name while EC2 does not tell its address. */
    private static final Duration LONGEST_UNKNOWN = Duration.ofSeconds(20);

    /** A service that is down. */
    private static final Duration LONGEST_FAILING = Duration.ofMinutes(2);

    private final Seen seen;
    private final Keeping keeping;
    private final Zone zone;
    private final Members members;
    private final @Nullable String ownAccount;
    private final Instant now;
    private final Log log;
    private final Map<AccountId, Map<DnsName, NameRecords>> owned = new HashMap<>();
    private final Map<Letter, List<Verdict>> verdicts = new LinkedHashMap<>();
    private final Set<Letter> mayHaveChanged = new HashSet<>();

    /**
     * @param keeping the zone
     * @param members whose events count
     * @param ownAccount in which this function runs
     */
    Batch(Seen seen, Keeping keeping, Members members, @Nullable String ownAccount, Instant now, Log log) {
        this.seen = seen;
        this.keeping = keeping;
        this.zone = keeping.zone();
        this.members = members;
        this.ownAccount = ownAccount;
        this.now = now;
        this.log = log;
    }

    /** What one letter wants of one name. */
    private record Look(Letter letter, Heard heard, Owner self, Wanted wanted) {}

    /**
     * What becomes of one of them.
     *
     * @param refused why the name cannot be its instance's
     */
    private record Fate(Look look, Verdict verdict, Optional<String> refused) {}

    /** What all of them make of a name. */
    private record Plan(Replacement change, List<Fate> fates) {
        boolean changesNothing() {
            return change.old().equals(change.fresh());
        }

        List<Look> looks() {
            return fates.stream().map(Fate::look).toList();
        }
    }

    /** What a letter says. */
    sealed interface Word {
        /** Whose word it is. */
        AccountId account();

        /** Of one instance. */
        record OfOne(Heard heard) implements Word {
            @Override
            public AccountId account() {
                return heard.account();
            }
        }

        /** Of all that run. */
        record OfAll(Listed listed) implements Word {
            @Override
            public AccountId account() {
                return listed.account();
            }
        }
    }

    static Word read(Letter letter) {
        BusEvent event = BusEvent.read(JsonObject.parse(letter.body()));
        if (event.type().equals(NamesListed.class.getSimpleName())) {
            return new Word.OfAll(Listed.read(event));
        }
        return StateChange.of(event)
                .<Word>map(change -> new Word.OfOne(Heard.of(change, event)))
                .orElseThrow(() -> new IllegalArgumentException(event.type() + ": not a state change"));
    }

    /** @param reader of a letter; what it throws is that letter's */
    Map<Letter, Verdict> work(List<Letter> letters, Function<Letter, Word> reader) {
        Map<DnsName, List<Look>> open = new LinkedHashMap<>();
        for (Letter letter : letters) {
            verdicts.put(letter, new ArrayList<>());
            // Whatever is wrong with this one must not hold the others; the queue keeps it, and gives it up in the end.
            attempt(
                    List.of(letter),
                    () -> heard(letter, reader.apply(letter)).forEach(heard -> look(letter, heard, open)));
        }
        open.values().forEach(looks -> looks.sort(Comparator.comparing(Look::heard, Heard.IN_TIME)));
        for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
            converge(open);
        }
        open.forEach((name, looks) -> looks.forEach(look -> verdict(
                look.letter(),
                failed(look.letter(), "the records of " + name + " changed " + TRIES + " times meanwhile"))));
        Map<Letter, Verdict> whole = new LinkedHashMap<>();
        verdicts.forEach((letter, parts) -> whole.put(letter, settled(letter, Verdict.of(parts))));
        return whole;
    }

    /**
     * Who may have changed something, and be it by a call whose answer was lost and which found its own deed when it was
     * tried again, is looked into once more when EC2 must know better.
     */
    private Verdict settled(Letter letter, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done(String did)
            when mayHaveChanged.contains(letter) -> new Verdict.Again(did, DnsDecision.SETTLES_AFTER);
            case Verdict.Done done -> done;
            case Verdict.Again(String did, Duration after) -> new Verdict.Again(did, late(letter, after));
            case Verdict.Failed(String did, Duration after) -> new Verdict.Failed(did, late(letter, after));
        };
    }

    private Duration late(Letter letter, Duration after) {
        return mayHaveChanged.contains(letter) && after.compareTo(DnsDecision.SETTLES_AFTER) < 0
                ? DnsDecision.SETTLES_AFTER
                : after;
    }

    private List<Heard> heard(Letter letter, Word word) {
        if (!members.include(word.account(), ownAccount)) {
            log.warn("not of ours", field("account", word.account()));
            verdict(letter, new Verdict.Done("refused: account " + word.account() + " has no names here"));
            return List.of();
        }
        return switch (word) {
            case Word.OfOne(Heard heard) -> List.of(heard);
            case Word.OfAll(Listed listed) ->
                listed.doubtful(keeping.kind(), owned(listed.account()), letter.deliveries() > 1);
        };
    }

    /** The records of an account. */
    private Map<DnsName, NameRecords> owned(AccountId account) {
        return owned.computeIfAbsent(account, of -> zone.owned(keeping.of(of)));
    }

    private void look(Letter letter, Heard heard, Map<DnsName, List<Look>> open) {
        Optional<InstanceView> view;
        try {
            view = find(heard.account(), heard.region(), heard.id());
        } catch (NotLetInException closed) {
            takeAtItsWord(letter, heard, closed, open);
            return;
        }
        Optional<String> tag = view.filter(InstanceView::isOurs)
                .flatMap(instance -> instance.tag(keeping.kind().tag()))
                .or(() -> view.isEmpty() ? heard.name() : Optional.empty());
        Wanted wanted = DnsDecision.wanted(heard.state(), heard.at(), view, now);
        if (view.isPresent() && tag.isEmpty()) {
            wanted = new Wanted.Leave("no instance of spawn with a name");
        }
        switch (wanted) {
            case Wanted.Leave(String why) -> verdict(letter, new Verdict.Done("left: " + why));
            case Wanted.NotKnownYet(String why) -> verdict(letter, notKnownYet(letter, heard.id() + ": " + why));
            case Wanted.Present present -> open(letter, heard, tag, present, present.since(), open);
            case Wanted.Absent absent -> {
                // An instance that ends seconds after its launch has records, and EC2 may not find it yet.
                if (view.isPresent() || tag.isPresent() || !openOwned(letter, heard, absent, open)) {
                    open(letter, heard, tag, absent, Instant.EPOCH, open);
                }
            }
        }
    }

    private void takeAtItsWord(Letter letter, Heard heard, NotLetInException closed, Map<DnsName, List<Look>> open) {
        Wanted wanted = DnsDecision.lastWord(heard.state(), heard.at(), heard.isUnlisted())
                .orElseThrow(() -> closed);
        openOwned(letter, heard, wanted, open);
    }

    /**
     * Where its tags cannot be read, its names are those of which it is the owner.
     *
     * @return whether it has any
     */
    private boolean openOwned(Letter letter, Heard heard, Wanted wanted, Map<DnsName, List<Look>> open) {
        Owner self = new Owner(heard.id(), heard.region(), Instant.EPOCH);
        List<DnsName> names = owned(heard.account()).entrySet().stream()
                .filter(one -> one.getValue().areOf(self))
                .map(Map.Entry::getKey)
                .toList();
        names.forEach(name -> open(letter, heard, Optional.of(name.value()), wanted, Instant.EPOCH, open));
        return !names.isEmpty();
    }

    private void open(
            Letter letter,
            Heard heard,
            Optional<String> tag,
            Wanted wanted,
            Instant since,
            Map<DnsName, List<Look>> open) {
        if (tag.isEmpty()) {
            verdict(letter, new Verdict.Done("left: no instance of spawn with a name"));
            return;
        }
        Optional<DnsName> name = DnsDecision.own(tag.get(), heard.account(), keeping.domain());
        if (name.isEmpty()) {
            log.warn(
                    "a name outside its account's domain",
                    field("instanceId", heard.id()),
                    field("name", DnsDecision.shown(tag.get())));
            verdict(letter, new Verdict.Done("refused: the name is not under " + keeping.of(heard.account())));
            return;
        }
        Owner self = new Owner(heard.id(), heard.region(), since);
        open.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(new Look(letter, heard, self, wanted));
    }

    /** One round: what somebody else has changed meanwhile is left open for the next. */
    private void converge(Map<DnsName, List<Look>> open) {
        List<Look> all = open.values().stream().flatMap(List::stream).toList();
        Map<DnsName, NameRecords> there = new LinkedHashMap<>();
        attempt(all.stream().map(Look::letter).toList(), () -> there.putAll(zone.read(open.keySet())));
        List<Plan> changes = new ArrayList<>();
        there.forEach((name, records) -> {
            List<Look> looks = open.getOrDefault(name, List.of());
            attempt(looks.stream().map(Look::letter).toList(), () -> {
                Plan plan = plan(name, records, looks);
                if (plan.changesNothing()) {
                    tell(plan);
                } else {
                    changes.add(plan);
                }
            });
        });
        open.clear();
        for (int from = 0; from < changes.size(); from += Zone.MOST_IN_A_BATCH) {
            replace(changes.subList(from, Math.min(changes.size(), from + Zone.MOST_IN_A_BATCH)), open);
        }
    }

    /** A batch is refused as a whole: it is split until what is stale stands alone. */
    private void replace(List<Plan> plans, Map<DnsName, List<Look>> stale) {
        plans.stream()
                .flatMap(plan -> plan.looks().stream())
                .filter(look -> !(look.wanted() instanceof Wanted.Absent absent && absent.isFinal()))
                .forEach(look -> mayHaveChanged.add(look.letter()));
        attempt(
                plans.stream()
                        .flatMap(plan -> plan.looks().stream().map(Look::letter))
                        .toList(),
                () -> {
                    if (zone.replace(plans.stream().map(Plan::change).toList())) {
                        plans.forEach(this::tell);
                    } else if (plans.size() == 1) {
                        stale.put(
                                plans.getFirst().change().name(),
                                plans.getFirst().looks());
                    } else {
                        replace(plans.subList(0, plans.size() / 2), stale);
                        replace(plans.subList(plans.size() / 2, plans.size()), stale);
                    }
                });
    }

    /** One after the other, as if each had come alone. */
    private Plan plan(DnsName name, NameRecords there, List<Look> looks) {
        NameRecords records = there;
        List<Fate> fates = new ArrayList<>();
        for (Look look : looks) {
            Step step = step(look, name, records);
            fates.add(
                    switch (step) {
                        case Step.Replace(NameRecords fresh) -> {
                            records = fresh;
                            yield fate(look, new Verdict.Done((fresh.isEmpty() ? "removed " : "put ") + name));
                        }
                        case Step.Refuse(String why) -> {
                            log.warn(
                                    "refused",
                                    field("instanceId", look.heard().id()),
                                    field("name", name),
                                    field("reason", why));
                            yield new Fate(look, new Verdict.Done("refused: " + why), Optional.of(why));
                        }
                        case Step.Leave(String why) -> fate(look, new Verdict.Done("left: " + why));
                        case Step.NotKnownYet(String why) -> fate(look, notKnownYet(look.letter(), why));
                        case Step.Compare(Owner other) ->
                            throw new IllegalStateException("a contest ends in a decision");
                    });
        }
        return new Plan(new Replacement(name, there, records), fates);
    }

    private static Fate fate(Look look, Verdict verdict) {
        return new Fate(look, verdict, Optional.empty());
    }

    private Step step(Look look, DnsName name, NameRecords there) {
        return switch (look.wanted()) {
            case Wanted.Present present -> {
                NameRecords fresh = present.records(name, look.self(), there);
                Step step = DnsDecision.put(there, look.self(), fresh);
                yield step instanceof Step.Compare(Owner other)
                        ? DnsDecision.contest(
                                other,
                                find(look.heard().account(), other.region(), other.instance()),
                                look.self(),
                                fresh,
                                now)
                        : step;
            }
            case Wanted.Absent(Instant until, boolean isFinal) -> DnsDecision.remove(there, look.self(), until);
            case Wanted.Leave(String why) -> new Step.Leave(why);
            case Wanted.NotKnownYet(String why) -> new Step.NotKnownYet(why);
        };
    }

    private Optional<InstanceView> find(AccountId account, String region, InstanceId id) {
        return seen.find(account, region, id).map(keeping.kind()::shown);
    }

    private static Verdict notKnownYet(Letter letter, String why) {
        return new Verdict.Again(why, letter.pause(LONGEST_UNKNOWN));
    }

    private void tell(Plan plan) {
        plan.fates().forEach(fate -> {
            verdict(fate.look().letter(), fate.verdict());
            if (fate.verdict() instanceof Verdict.Done) {
                attempt(List.of(fate.look().letter()), () -> tag(fate));
            }
        });
    }

    /** Whoever launched it is told by the instance, which may be another account's. */
    private void tag(Fate fate) {
        Heard heard = fate.look().heard();
        if (seen.isClosed(heard.account())) {
            return;
        }
        Optional<InstanceView> view = find(heard.account(), heard.region(), heard.id())
                .filter(instance -> !instance.state().isEnding())
                .filter(keeping.kind()::tells);
        if (view.isPresent() && !view.get().tag(Instances.NAME_REFUSED).equals(fate.refused())) {
            seen.tagNameRefused(heard.account(), heard.region(), heard.id(), fate.refused());
        }
    }

    private void verdict(Letter letter, Verdict verdict) {
        verdicts.computeIfAbsent(letter, _ -> new ArrayList<>()).add(verdict);
    }

    /** What is thrown is the letters' own: they stay in the queue, which delivers them again. */
    private void attempt(List<Letter> letters, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            log.error(
                    "failed",
                    field("error", failure.getClass().getName()),
                    field("reason", failure.getMessage()),
                    field("letters", letters.size()));
            letters.forEach(letter -> verdict(letter, failed(letter, "failed: " + failure.getMessage())));
        }
    }

    private static Verdict failed(Letter letter, String why) {
        return new Verdict.Failed(why, letter.pause(LONGEST_FAILING));
    }
}
