package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A cloud in virtual time on which a sweep runs: the flow's Map with its children, state by state as in {@code sweep.asl.json};
 * launches, instances and their ends; events that are lost, doubled and late; calls that fail, and answers that are lost.
 */
final class SweepWorld {
    /** Among a hundred. */
    record Weather(int failing, int losing, int lostEvents, int doubledEvents, int refusedLaunches, int failedWork) {
        static final Weather BAD = new Weather(3, 2, 10, 20, 2, 5);
    }

    /** @param zone that its launch names first, where one names several; empty: it names none */
    private record Life(Optional<String> zone, Duration longest, Instant since) {}

    private record Due(Instant at, long order, Runnable what) {}

    /** Far beyond any deadline that is asked for here. */
    private static final Duration LONGEST_RUN = Duration.ofDays(60);

    private final SweepStage stage;
    private final Weather weather;
    private final Random random;
    private final PriorityQueue<Due> agenda =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private long order;

    private final Deque<JsonObject> waiting = new ArrayDeque<>();
    private final Map<String, Runnable> parked = new HashMap<>();
    private final Map<InstanceId, Life> living = new HashMap<>();
    private final Map<String, Integer> livingIn = new HashMap<>();

    /** By the command's id. */
    final Map<String, Integer> launches = new HashMap<>();

    /** As each launch asked for; an instance whose launch asks for none lives as long as the control plane lets it. */
    final List<Optional<Duration>> ttls = new ArrayList<>();

    /** What each was asked to live at most, and what it lived. */
    final List<Map.Entry<Duration, Duration>> lives = new ArrayList<>();

    /** By zone. */
    final Map<String, Integer> mostLivingIn = new TreeMap<>();

    int mostLiving;
    int lookedAt;
    private int working;
    private int run;
    private int heardCommands;
    private int takenTokens;
    private int instances;
    private int tokens;

    SweepWorld(SweepStage stage, Weather weather, long seed) {
        this.stage = stage;
        this.weather = weather;
        this.random = new Random(seed);
    }

    /** Until every child is over. */
    void run(JsonObject prepared) {
        run = Math.toIntExact(prepared.integer("run"));
        waiting.addAll(stage.items());
        for (int i = 0; i < prepared.integer("maxConcurrent"); i++) {
            place();
        }
        while (!agenda.isEmpty() && (working > 0 || !waiting.isEmpty())) {
            Due due = agenda.poll();
            if (due.at().isAfter(stage.clock.instant())) {
                stage.clock.set(due.at());
            }
            if (since(stage).compareTo(LONGEST_RUN) > 0) {
                throw new AssertionError(working + " rows wait for what never comes");
            }
            due.what().run();
            deliverCommands();
            wake();
        }
    }

    /** Lets what lives live on, so that a run after this one finds what became of it. */
    void settle() {
        while (!agenda.isEmpty()) {
            Due due = agenda.poll();
            if (due.at().isAfter(stage.clock.instant())) {
                stage.clock.set(due.at());
            }
            due.what().run();
            deliverCommands();
        }
    }

    void at(Duration when, Runnable what) {
        in(when, what);
    }

    int living() {
        return living.size();
    }

    private void in(Duration delay, Runnable what) {
        agenda.add(new Due(stage.clock.instant().plus(delay), order++, what));
    }

    private void in(long seconds, Runnable what) {
        in(Duration.ofSeconds(seconds), what);
    }

    private boolean happens(int among100) {
        return random.nextInt(100) < among100;
    }

    /** A place of the Map. */
    private void place() {
        JsonObject item = waiting.poll();
        if (item == null) {
            return;
        }
        working++;
        in(random.nextInt(2), () -> begin(item, 1));
    }

    private void over() {
        working--;
        place();
    }

    /** "May it begin?" and what follows it. */
    private void begin(JsonObject item, int turn) {
        JsonObject row = called(() -> stage.begin(item, run, turn), () -> begin(item, turn));
        if (row == null) {
            return;
        }
        switch (row.string("do")) {
            case "pass" -> over();
            case "wait" -> in(row.integer("seconds"), () -> begin(item, turn + 1));
            default ->
                in(row.integer("seconds"), () -> {
                    if (happens(weather.failing())) {
                        in(60, () -> begin(item, turn));
                    } else {
                        launch(row.string("id"), row.object("input").object("command"));
                        look(Math.toIntExact(item.integer("index")));
                    }
                });
        }
    }

    /** "Look at it" and what follows it. */
    private void look(int index) {
        lookedAt++;
        JsonObject sight = called(() -> stage.look(index), () -> look(index));
        if (sight == null) {
            return;
        }
        if (sight.string("do").equals("over")) {
            over();
            return;
        }
        // Between the answer and the park, anything may be heard.
        in(random.nextInt(2), () -> {
            String token = "token-" + tokens++;
            if (!stage.park(sight, token)) {
                look(index);
                return;
            }
            parked.put(token, () -> look(index));
            in(sight.integer("seconds"), () -> {
                Runnable sleeper = parked.remove(token);
                if (sleeper != null) {
                    stage.callbacks.succeed(token, JsonObject.builder().build());
                    takenTokens = stage.callbacks.taken.size();
                    sleeper.run();
                }
            });
        });
    }

    /** A task with its retries: null when it failed, and is tried again later. */
    private @org.jspecify.annotations.Nullable JsonObject called(Supplier<JsonObject> call, Runnable again) {
        if (happens(weather.failing())) {
            one().failNext(1);
        } else if (happens(weather.losing())) {
            one().loseNextReply();
        }
        try {
            return call.get();
        } catch (Faults.FaultException | IllegalStateException failed) {
            in(1 + random.nextInt(5), again);
            return null;
        } finally {
            List.of(
                            stage.rows.faults,
                            stage.sweeps.faults,
                            stage.zones.faults,
                            stage.bus.faults,
                            stage.outcomes.reads,
                            stage.instanceRows.reads)
                    .forEach(Faults::calm);
        }
    }

    private Faults one() {
        List<Faults> all = List.of(
                stage.rows.faults,
                stage.sweeps.faults,
                stage.zones.faults,
                stage.bus.faults,
                stage.outcomes.reads,
                stage.instanceRows.reads);
        return all.get(random.nextInt(all.size()));
    }

    /** The flow of launches: its execution is named by the command. */
    private void launch(String id, JsonObject command) {
        if (launches.merge(id, 1, Integer::sum) > 1) {
            launches.put(id, 1);
            return;
        }
        if (happens(weather.refusedLaunches())) {
            in(
                    2,
                    () -> say(
                            "spawn.control",
                            "LaunchRejected",
                            stage.say(
                                    id,
                                    "LaunchRejected",
                                    JsonObject.builder()
                                            .put("commandId", id)
                                            .put("commandType", "LaunchInstance")
                                            .put("name", command.string("name"))
                                            .put("reason", "refused by the weather"))));
            return;
        }
        LaunchInstance asked = Language.command("LaunchInstance", command)
                .map(LaunchInstance.class::cast)
                .orElseThrow();
        InstanceId instance = new InstanceId("i-" + String.format(java.util.Locale.ROOT, "%017x", instances++));
        begins(instance, asked);
        Duration longest = asked.life().length().value();
        Instant deadline = stage.clock.instant().plus(longest);
        in(20 + random.nextInt(40), () -> say("spawn.control", "InstanceReady", stage.ready(id, instance, deadline)));
        if (RowWork.of(asked) != RowWork.NONE) {
            in(60 + random.nextInt(600), () -> exits(instance));
        }
        in(longest, () -> terminate(instance, "deadline"));
    }

    private void begins(InstanceId instance, LaunchInstance asked) {
        Optional<String> zone = asked.placement().zones().stream().findFirst();
        ttls.add(Optional.ofNullable(asked.life().ttl()).map(SpawnDuration::value));
        living.put(instance, new Life(zone, asked.life().length().value(), stage.clock.instant()));
        mostLiving = Math.max(mostLiving, living.size());
        zone.ifPresent(in -> mostLivingIn.merge(in, livingIn.merge(in, 1, Integer::sum), Math::max));
    }

    private void exits(InstanceId instance) {
        if (!living.containsKey(instance)) {
            return;
        }
        if (happens(2)) {
            terminate(instance, "spot");
            return;
        }
        int code = happens(weather.failedWork()) ? 3 : 0;
        stage.instanceRows.seed(instance, Map.of(Column.WORKLOAD_EXIT_CODE, Integer.toString(code)));
        say(SweepStage.agent(instance), "WorkloadExited", stage.exited(instance, code));
    }

    private void terminate(InstanceId instance, String cause) {
        Life life = living.remove(instance);
        if (life != null) {
            life.zone().ifPresent(in -> livingIn.merge(in, -1, Integer::sum));
            lives.add(Map.entry(life.longest(), Duration.between(life.since(), stage.clock.instant())));
            stage.instanceRows.seed(
                    instance,
                    Map.of(Column.ENDING_SEEN_AT, stage.clock.instant().toString()));
            // The lifecycle says it, or the reaper some minutes later.
            in(
                    happens(10) ? 300 : 2,
                    () -> say(
                            "spawn.control",
                            "InstanceEnded",
                            stage.gone(instance, cause.equals("deadline") ? "unknown" : cause)));
        }
    }

    private void deliverCommands() {
        for (; heardCommands < stage.bus.published.size(); heardCommands++) {
            InstanceId target = new InstanceId(
                    stage.bus.published.get(heardCommands).detail().string("target"));
            in(5 + random.nextInt(30), () -> terminate(target, "command"));
        }
    }

    private void say(String source, String type, JsonObject detail) {
        if (happens(weather.lostEvents())) {
            return;
        }
        int times = happens(weather.doubledEvents()) ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < times; i++) {
            in(random.nextInt(i == 0 ? 3 : 120), () -> hear(source, type, detail));
        }
    }

    /** Lambda tries an event again that failed. */
    private void hear(String source, String type, JsonObject detail) {
        called(() -> stage.hear(source, type, detail), () -> hear(source, type, detail));
    }

    private void wake() {
        List<String> taken = stage.callbacks.taken;
        List<Runnable> sleepers = new ArrayList<>();
        for (; takenTokens < taken.size(); takenTokens++) {
            Runnable sleeper = parked.remove(taken.get(takenTokens).split(" ", 2)[0]);
            if (sleeper != null) {
                sleepers.add(sleeper);
            }
        }
        sleepers.forEach(sleeper -> in(0, sleeper));
    }

    static Duration since(SweepStage stage) {
        return Duration.between(FakeClock.START, stage.clock.instant());
    }
}
