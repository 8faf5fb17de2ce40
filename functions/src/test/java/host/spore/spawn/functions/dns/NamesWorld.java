package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NameZones;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.functions.dns.NamesMachine.Place;
import host.spore.spawn.functions.dns.NamesMachine.Slot;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Two accounts of two regions whose instances come, stop, start and go, under few names and few addresses, with EC2 that
 * answers late and events that come late, doubled, out of order or not at all. Time is in seconds; everything follows
 * from the seed.
 */
final class NamesWorld {
    private static final String DOMAIN = "spore.host";
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final List<AccountId> ACCOUNTS =
            List.of(new AccountId("123456789012"), new AccountId("000000000001"));
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1");
    private static final List<Name> NAMES = List.of(new Name("demo"), new Name("other"));

    /** Members of an array, and an instance that is called as they are together. */
    private static final List<Name> ARRAY = List.of(new Name("demo-0"), new Name("demo-1"), new Name("demo"));

    private static final long MOST_STALE = DnsDecision.SETTLES_AFTER.toSeconds();
    private static final long FORGOTTEN_AFTER = 3_600;

    private final SplittableRandom random;
    private final boolean losing;
    private final FakeZone outside = new FakeZone();
    private final FakeZone inside = new FakeZone();
    private final Map<InstanceId, NamesMachine> machines = new LinkedHashMap<>();
    private final Deque<String> freeAddresses = new ArrayDeque<>();
    private final Deque<String> freePrivateAddresses = new ArrayDeque<>();
    private final PriorityQueue<Happening> happenings =
            new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingInt(Happening::order));
    private final PriorityQueue<Waiting> inbox =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::from).thenComparingInt(Waiting::order));
    private final Map<String, Said> said = new HashMap<>();
    private final List<Keeping> zones = List.of(
            new Keeping(ZoneKind.PUBLIC, new Watched(outside, ZoneKind.PUBLIC), DOMAIN),
            // One domain for both, so that a mistake of the one for the other would be found.
            new Keeping(ZoneKind.PRIVATE, new Watched(inside, ZoneKind.PRIVATE), DOMAIN));
    private final NamesJudge judge = new NamesJudge(machines, this::records);
    private long now;
    private int order;
    private boolean isInTheWay;

    private record Happening(long at, int order, Runnable what) {}

    private record Waiting(long from, int order, Letter letter) {}

    /** @param machine that it tells of, and of which moment; none for a list of a whole region */
    private record Said(
            Batch.Word word, Place place, @Nullable NamesMachine machine, NamesMachine.@Nullable Moment moment) {
        void heard(long now) {
            if (moment != null) {
                moment.heard(now);
            }
        }

        boolean tellsOf(NamesMachine any) {
            return machine == null ? any.slot.place().equals(place) : any.equals(machine);
        }
    }

    NamesWorld(long seed, boolean losing) {
        this.random = new SplittableRandom(seed);
        this.losing = losing;
        for (int i = 1; i <= 6; i++) {
            freeAddresses.add("203.0.113." + i);
            freePrivateAddresses.add("10.0.1." + i);
        }
    }

    /** Lives for some minutes, until nothing is under way any more. */
    void live() {
        List<Slot> slots = new ArrayList<>();
        List<Name> names = any(List.of(NAMES, ARRAY));
        for (int i = 0; i < 3; i++) {
            slots.add(new Slot(new Place(any(ACCOUNTS), any(REGIONS)), any(names)));
        }
        int acts = 3 + random.nextInt(6);
        for (int i = 0; i < acts; i++) {
            Slot slot = any(slots);
            in(random.nextInt(240), () -> act(slot));
        }
        if (random.nextInt(4) == 0) {
            in(random.nextInt(240), () -> sweep(slots.getFirst().place()));
        }
        goOn();
    }

    /** What reapers do in the end: each looks once at its own region. */
    void sweepAll() {
        in(random.nextBoolean() ? 400 : 2 * FORGOTTEN_AFTER, () -> {});
        goOn();
        for (AccountId account : ACCOUNTS) {
            for (String region : REGIONS) {
                sweep(new Place(account, region));
            }
        }
        goOn();
    }

    private void goOn() {
        while (!happenings.isEmpty() || !inbox.isEmpty()) {
            long nextHappening =
                    happenings.isEmpty() ? Long.MAX_VALUE : happenings.peek().at();
            long nextLetter = inbox.isEmpty() ? Long.MAX_VALUE : inbox.peek().from();
            long next = Math.max(now, Math.min(nextHappening, nextLetter));
            if (next > now) {
                judge.mustHaveLetGo(next);
            }
            now = next;
            if (nextHappening <= nextLetter) {
                happenings.remove().what().run();
            } else {
                deliver();
            }
        }
    }

    private void act(Slot slot) {
        Optional<NamesMachine> holder = machines.values().stream()
                .filter(machine -> machine.slot.equals(slot) && !machine.state().isEnding())
                .findFirst();
        if (holder.isEmpty()) {
            launch(slot);
            return;
        }
        NamesMachine machine = holder.get();
        switch (machine.state()) {
            case RUNNING -> {
                if (random.nextInt(3) == 0) {
                    end(machine);
                } else {
                    become(machine, InstanceState.STOPPING);
                    in(1 + random.nextInt(8), () -> {
                        if (machine.state() == InstanceState.STOPPING) {
                            become(machine, InstanceState.STOPPED);
                        }
                    });
                    if (random.nextBoolean()) {
                        in(10 + random.nextInt(10), () -> start(machine));
                    }
                }
            }
            case STOPPED -> {
                if (random.nextInt(3) == 0) {
                    end(machine);
                } else {
                    start(machine);
                }
            }
            case PENDING, STOPPING -> end(machine);
            case SHUTTING_DOWN, TERMINATED -> throw new IllegalStateException("it holds no name");
        }
    }

    private void launch(Slot slot) {
        NamesMachine machine = new NamesMachine(
                new InstanceId("i-%08x".formatted(machines.size() + 1)),
                slot,
                DnsName.of(slot.name(), slot.place().account(), DOMAIN),
                any(List.of(NameZones.values())),
                freePrivateAddresses.remove(),
                START);
        machines.put(machine.id, machine);
        begin(machine);
    }

    private void start(NamesMachine machine) {
        if (machine.state() == InstanceState.STOPPED) {
            begin(machine);
        }
    }

    private void begin(NamesMachine machine) {
        machine.launchedAt = time();
        become(machine, InstanceState.PENDING);
        in(2 + random.nextInt(6), () -> {
            if (machine.state() == InstanceState.PENDING) {
                machine.address = freeAddresses.remove();
                become(machine, InstanceState.RUNNING);
            }
        });
    }

    private void end(NamesMachine machine) {
        become(machine, InstanceState.SHUTTING_DOWN);
        in(1 + random.nextInt(5), () -> become(machine, InstanceState.TERMINATED));
    }

    private void become(NamesMachine machine, InstanceState state) {
        if (state != InstanceState.RUNNING && machine.address != null) {
            freeAddresses.addFirst(machine.address);
            machine.address = null;
        }
        if (state == InstanceState.TERMINATED) {
            // Its VPC has it back, and gives it to the next one.
            freePrivateAddresses.addFirst(machine.privateAddress);
        }
        Views view = Views.aRunning(machine.id)
                .in(state)
                .at(machine.address)
                .inside(state == InstanceState.TERMINATED ? null : machine.privateAddress)
                .launchedAt(machine.launchedAt);
        for (ZoneKind kind : ZoneKind.values()) {
            if (machine.isNamedIn(kind)) {
                view.tagged(kind.tag(), machine.dnsName.value());
            }
        }
        if (machine.isMember()) {
            view.tagged(ArrayTags.NAME, "demo");
        }
        NamesMachine.Moment moment = machine.become(now, view.build());
        Place place = machine.slot.place();
        Batch.Word word = new Batch.Word.OfOne(new Heard(
                machine.id, Optional.of(state), time(), place.account(), place.region(), Optional.empty(), false));
        int copies = losing && random.nextInt(4) == 0 ? 0 : random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1;
        for (int i = 0; i < copies; i++) {
            post(new Said(word, place, machine, moment), delay());
        }
    }

    private long delay() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(400);
            case 1 -> random.nextInt(30);
            default -> random.nextInt(3);
        };
    }

    private void post(Said what, long delay) {
        String id = "m" + order;
        said.put(id, what);
        inbox.add(new Waiting(now + delay, order++, new Letter(id, id, 1, "")));
    }

    private void sweep(Place place) {
        List<NamesListed.Held> held = new ArrayList<>();
        for (NamesMachine machine : machines.values()) {
            if (machine.slot.place().equals(place)) {
                seen(machine)
                        .filter(view -> view.state() == InstanceState.RUNNING)
                        .ifPresent(view -> held(machine, view).forEach(held::add));
            }
        }
        NamesListed listed = new NamesListed(Envelope.first("sweep", time()), null, null, held);
        Batch.Word word = new Batch.Word.OfAll(new Listed(time(), place.account(), place.region(), listed));
        post(new Said(word, place, null, null), 0);
    }

    private static List<NamesListed.Held> held(NamesMachine machine, InstanceView view) {
        return Arrays.stream(ZoneKind.values())
                .filter(machine::isNamedIn)
                .map(kind -> new NamesListed.Held(
                        machine.id,
                        machine.dnsName,
                        Optional.ofNullable(kind.shown(view).address()).orElseThrow(),
                        kind == ZoneKind.PRIVATE))
                .toList();
    }

    /** Some of those that are due, as one delivery. */
    private void deliver() {
        List<Letter> letters = new ArrayList<>();
        int most = 1 + random.nextInt(4);
        while (letters.size() < most && !inbox.isEmpty() && inbox.peek().from() <= now) {
            Letter letter = inbox.remove().letter();
            letters.add(letter);
            said(letter).heard(now);
        }
        Map<Letter, Verdict> verdicts = new Delivery(
                        (account, region, own) -> ec2(new Place(account, region)),
                        zones,
                        Members.NONE_ELSE,
                        null,
                        time(),
                        Log.to(line -> {}))
                .work(letters, letter -> said(letter).word());
        verdicts.forEach((letter, verdict) -> {
            switch (verdict) {
                case Verdict.Done done -> {}
                case Verdict.Again(String did, Duration after) -> comesAgain(letter, after);
                case Verdict.Failed(String did, Duration after) -> {
                    long at = now + after.toSeconds();
                    told(letter).forEach(machine -> machine.triedAgain(at));
                    comesAgain(letter, after);
                }
            }
        });
    }

    private Said said(Letter letter) {
        return Optional.ofNullable(said.get(letter.id())).orElseThrow();
    }

    private List<NamesMachine> told(Letter letter) {
        return machines.values().stream().filter(said(letter)::tellsOf).toList();
    }

    private void comesAgain(Letter letter, Duration after) {
        if (letter.deliveries() > 60) {
            throw new AssertionError("it never comes to rest: " + said(letter).word());
        }
        inbox.add(new Waiting(
                now + after.toSeconds(),
                order++,
                new Letter(letter.id(), letter.receipt(), letter.deliveries() + 1, letter.body())));
    }

    private Instances ec2(Place place) {
        return new StaleInstances(id -> Optional.ofNullable(machines.get(id))
                .filter(machine -> machine.slot.place().equals(place))
                .flatMap(this::seen));
    }

    /** As some server of EC2's knows it. */
    private Optional<InstanceView> seen(NamesMachine machine) {
        if (machine.state() == InstanceState.TERMINATED && machine.since() + FORGOTTEN_AFTER <= now) {
            return Optional.empty();
        }
        long lag = random.nextBoolean() ? 0 : random.nextLong(MOST_STALE);
        return machine.asOf(now - lag);
    }

    /** Two functions may be at work, Route 53 throttles, and answers are lost after the deed. */
    private final class Watched implements Zone {
        private final FakeZone records;
        private final ZoneKind kind;

        Watched(FakeZone records, ZoneKind kind) {
            this.records = records;
            this.kind = kind;
        }

        @Override
        public Map<DnsName, NameRecords> read(Set<DnsName> names) {
            return records.read(names);
        }

        @Override
        public Map<DnsName, NameRecords> owned(String domain) {
            return records.owned(domain);
        }

        @Override
        public boolean replace(List<Replacement> all) {
            int fate = random.nextInt(16);
            if (fate == 0 && !isInTheWay) {
                isInTheWay = true;
                deliver();
                isInTheWay = false;
            }
            if (fate == 1) {
                throw new IllegalStateException("Throttling");
            }
            boolean done = records.replace(all);
            if (done) {
                all.forEach(one -> judge.mustHurtNobody(now, one, kind));
            }
            if (fate == 2) {
                throw new IllegalStateException("the reply was lost");
            }
            return done;
        }
    }

    NamesJudge judge() {
        return judge;
    }

    private FakeZone records(ZoneKind kind) {
        return switch (kind) {
            case PUBLIC -> outside;
            case PRIVATE -> inside;
        };
    }

    private Instant time() {
        return START.plusSeconds(now);
    }

    private void in(long seconds, Runnable what) {
        happenings.add(new Happening(now + seconds, order++, what));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
