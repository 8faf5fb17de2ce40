package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeOutcomesByType;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A deployment in memory of which everything can be seen, as a laboratory has it on a working day. */
public final class Scenery {
    public static final Instant NOW = FakeClock.START;
    public static final String ENDPOINT = "arn:aws:lambda:us-east-1:123456789012:function:spawn-widgets:live";
    static final String RUN = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11";

    /** Those that are read as something else than text are the row's own and follow its grammar. */
    private static final Set<Column> OF_A_GRAMMAR = EnumSet.of(
            Column.STATE,
            Column.STATE_SEEN_AT,
            Column.LIVED,
            Column.ENDING_SEEN_AT,
            Column.DEADLINE,
            Column.SHORTENED_FROM,
            Column.GENERATION,
            Column.LAUNCHED_AT,
            Column.AGENT_STARTED_AT,
            Column.AGENT_HEARD_AT,
            Column.UNCLOSED);

    final FakeInstanceRows rows = new FakeInstanceRows();
    final FakeTimelines timelines = new FakeTimelines();
    final FakeQueueSights queues = new FakeQueueSights();
    final FakeSweepSights sweeps = new FakeSweepSights();
    final FakeGraphs graphs = new FakeGraphs();
    final FakeOutcomesByType outcomes = new FakeOutcomesByType();
    final FakeStandings standings = new FakeStandings();

    /** Of so many instances that there is nothing else to be seen. */
    public static Scenery of(int instances) {
        Scenery scenery = new Scenery();
        for (int i = 0; i < instances; i++) {
            scenery.instance("worker-" + i, i, Map.of());
        }
        return scenery;
    }

    /** Texts wherever a text of somebody else's can stand. */
    static Scenery hostile(List<String> texts) {
        Scenery scenery = new Scenery();
        for (int i = 0; i < texts.size(); i++) {
            scenery.hostile("h" + i, texts.get(i));
        }
        return scenery;
    }

    /** One of everything that a page tells apart. */
    public static Scenery ofADay() {
        Scenery scenery = new Scenery();
        scenery.instance(
                "demo",
                7,
                Map.of(
                        Column.IDLE_TIMEOUT,
                        "1h",
                        Column.ON_IDLE,
                        "stop",
                        Column.COST_LIMIT,
                        "5.00",
                        Column.LAUNCHED_AT,
                        NOW.minus(Duration.ofMinutes(149)).toString()));
        scenery.instance(
                "genome",
                240,
                Map.of(Column.SPOT_WARNED_AT, NOW.minusSeconds(20).toString(), Column.MARKET, "spot"));
        scenery.instance("assembly-of-a-rather-long-name-that-somebody-thought-of", 900, Map.of());
        scenery.instance(
                "paused",
                2_000,
                Map.of(
                        Column.STATE,
                        "stopped",
                        Column.LIVED,
                        "pending " + NOW.minusSeconds(9_000) + ", running " + NOW.minusSeconds(8_980) + ", stopped "
                                + NOW.minusSeconds(3_000)));
        scenery.instance("late", -3, Map.of(Column.AGENT_PROBLEM, "secrets: the workload was not started"));
        InstanceId young = scenery.instance("young", 59, Map.of(Column.STATE, "pending"));
        scenery.rows.change(scenery.rows.now(young), RowChange.NONE.remove(Column.AGENT_STARTED_AT));
        scenery.history();
        scenery.queue();
        scenery.sweep();
        scenery.said();
        scenery.capacity();
        return scenery;
    }

    /** @param minutes until its deadline */
    InstanceId instance(String name, int minutes, Map<Column, String> more) {
        InstanceId id = id(name);
        Map<Column, String> values = new EnumMap<>(Column.class);
        values.put(Column.NAME, name);
        values.put(Column.OWNER, "lab");
        values.put(Column.STATE, "running");
        values.put(Column.DEADLINE, NOW.plus(Duration.ofMinutes(minutes)).toString());
        values.put(Column.DNS_NAME, name + ".1kpqzg2c.spore.host");
        values.put(Column.INSTANCE_TYPE, "c7i.large");
        values.put(Column.ZONE, "us-east-1a");
        values.put(Column.MARKET, "on-demand");
        values.put(Column.LAUNCHED_AT, NOW.minus(Duration.ofMinutes(150)).toString());
        values.put(
                Column.LIVED,
                "pending " + NOW.minus(Duration.ofMinutes(150)) + ", running " + NOW.minus(Duration.ofMinutes(149)));
        values.put(Column.PRICE_PER_HOUR, "0.08925");
        values.put(Column.VOLUME_PRICE_PER_HOUR, "0.000877");
        values.put(Column.AGENT_STARTED_AT, NOW.minus(Duration.ofMinutes(148)).toString());
        values.put(Column.AGENT_HEARD_AT, NOW.minus(Duration.ofMinutes(12)).toString());
        values.put(Column.AGENT_VERSION, "0.1.0");
        values.put(Column.UNCLOSED, InstanceRow.YES);
        values.putAll(more);
        rows.seed(id, values);
        return id;
    }

    static InstanceId id(String name) {
        return new InstanceId("i-" + "%017x".formatted(Integer.toUnsignedLong(name.hashCode())));
    }

    private void history() {
        InstanceId demo = id("demo");
        entry(
                demo,
                1,
                9_000,
                "control",
                "recorded: demo, c7i.large, on-demand, us-east-1a, deadline 2026-11-23T11:37:00Z",
                "c1");
        entry(demo, 2, 8_990, "ec2", "state: pending -> running", null);
        entry(demo, 3, 8_880, "agent", "agent_started_at: 2026-11-23T09:32:00Z", null);
        entry(demo, 4, 1_800, "user", "deadline: 2026-11-23T11:37:00Z -> 2026-11-23T12:07:00Z", "c2");
    }

    private void entry(
            InstanceId instance, int version, int secondsAgo, String by, String what, @Nullable String command) {
        Instant at = NOW.minusSeconds(secondsAgo);
        timelines.append(
                instance, at + "#%010d#0".formatted(version), new Entry(at, by, what, Optional.ofNullable(command)));
    }

    private void queue() {
        queues.begin(new QueueRun(
                RUN, "train", "lab", 6, "running", Optional.empty(), NOW.minusSeconds(1_200), Optional.empty()));
        queues.begin(new QueueRun(
                "01992c5e-0000-7c1e-9f3a-5b1d6a2e4c11",
                "nightly",
                "lab",
                2,
                "failed",
                Optional.of("fit failed with exit code 1; report was skipped"),
                NOW.minusSeconds(90_000),
                Optional.of(NOW.minusSeconds(88_000))));
        graphs.plan(
                "train",
                RUN,
                new Graph(List.of(
                        node("prepare"),
                        node("fetch"),
                        new Graph.Node("fit", OptionalInt.of(8), false, List.of("prepare")),
                        node("score", "fit", "fetch"),
                        node("report", "score"),
                        new Graph.Node("clean", OptionalInt.empty(), true, List.of()))));
        job("prepare", "done", "", Set.of(), 0);
        job("fetch", "failed", "exit code 7, three times", Set.of(), 0);
        job("fit", "running", "", Set.of(), 3);
        job("score", "waiting", "waits for fetch, fit", Set.of("fetch", "fit"), 0);
        job("report", "skipped", "fetch failed", Set.of(), 0);
        job("clean", "waiting", "waits for the end of all other jobs", Set.of(), 0);
    }

    private void sweep() {
        sweeps.begin(new SweepRun(
                "lr-20261123-3f2a1b",
                1,
                1_200,
                20,
                "running",
                Optional.empty(),
                NOW.minusSeconds(5_000),
                Optional.empty()));
        sweeps.begin(new SweepRun(
                "seeds-20261122-0a1b2c",
                2,
                12,
                4,
                "failed",
                Optional.of(
                        "row 1 (seeds-20261122-0a1b2c-1): its command ended with 3; rows that had not begun were skipped"),
                NOW.minusSeconds(90_000),
                Optional.of(NOW.minusSeconds(88_000))));
        for (int index = 0; index < 130; index++) {
            String status = index == 7 ? "failed" : index >= 120 ? SweepRow.RUNNING : "done";
            boolean over = !status.equals(SweepRow.RUNNING);
            sweeps.add(
                    "lr-20261123-3f2a1b",
                    new SweepRow(
                            index,
                            "lr-20261123-3f2a1b-" + index,
                            status,
                            Optional.of("its command ended with 9").filter(_ -> status.equals("failed")),
                            index == 129
                                    ? Optional.empty()
                                    : Optional.of(id("row" + index).value()),
                            over ? OptionalInt.of(status.equals("failed") ? 9 : 0) : OptionalInt.empty(),
                            over ? Optional.of("0.0625") : Optional.empty(),
                            NOW.minusSeconds(4_000 - 20L * index),
                            over ? Optional.of(NOW.minusSeconds(3_600 - 20L * index)) : Optional.empty()));
        }
    }

    private static Graph.Node node(String id, String... after) {
        return new Graph.Node(id, OptionalInt.empty(), false, List.of(after));
    }

    private void job(String id, String status, String reason, Set<String> waitingFor, int done) {
        boolean began = !status.equals("waiting") && !status.equals("skipped");
        queues.add(
                RUN,
                new QueueJob(
                        id,
                        OptionalInt.empty(),
                        status,
                        reason.isEmpty() ? Optional.empty() : Optional.of(reason),
                        waitingFor,
                        done,
                        began ? Optional.of("i-00000000000000b01") : Optional.empty(),
                        began ? OptionalInt.of(status.equals("failed") ? 3 : 1) : OptionalInt.empty(),
                        began ? Optional.of(NOW.minusSeconds(600)) : Optional.empty(),
                        began && !status.equals("running") ? Optional.of(NOW.minusSeconds(200)) : Optional.empty(),
                        status.equals("failed") ? OptionalInt.of(7) : OptionalInt.empty()));
    }

    private void said() {
        for (int i = 0; i < 40; i++) {
            Instant at = NOW.minus(Duration.ofMinutes(30L * i + 1));
            said(uuid(at.minusMillis(3_000 + 200L * i), i), "InstanceReady", at, "{\"name\":\"worker-" + i + "\"}");
        }
        said("c-failed", "LaunchFailed", NOW.minusSeconds(4_000), """
                {"name":"genome-2","reason":"no capacity for any of 3 candidates: p5.48xlarge in us-east-1a; try another type or zone, or later"}""");
        said("c-rejected", "LaunchRejected", NOW.minusSeconds(400), """
                {"name":"demo","reason":"name demo is taken by i-0c5d1f2a3b4c5d6e7"}""");
        for (int day = 0; day < 6; day++) {
            said(
                    "i-%017x/end".formatted(day),
                    "InstanceExpired",
                    NOW.minus(Duration.ofHours(24L * day + 5)),
                    "{\"cost\":{\"compute\":\"" + (day + 1) + ".25\",\"volumes\":\"0.04\"}}");
        }
        said("i-%017x/end".formatted(99), "InstanceEnded", NOW.minusSeconds(7_000), "{}");
    }

    void said(String key, String type, Instant at, String detail) {
        outcomes.writeOnce(new StoredOutcome(
                key, null, type, "id", JsonObject.parse(detail).toString(), at, true));
    }

    private static String uuid(Instant at, long low) {
        return new UUID((at.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L | low).toString();
    }

    private void hostile(String id, String text) {
        Map<Column, String> values = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            if (!OF_A_GRAMMAR.contains(column)) {
                values.put(column, text);
            }
        }
        instance(id, 60, values);
        timelines.append(id(id), "1#1#0", new Entry(NOW.minusSeconds(9), text, text, Optional.of(text)));
        queues.begin(new QueueRun(id, text, text, 1, text, Optional.of(text), NOW.minusSeconds(9), Optional.empty()));
        queues.add(
                id,
                new QueueJob(
                        text,
                        OptionalInt.empty(),
                        text,
                        Optional.of(text),
                        Set.of(text),
                        0,
                        Optional.of(text),
                        OptionalInt.empty(),
                        Optional.of(NOW.minusSeconds(5)),
                        Optional.empty(),
                        OptionalInt.empty()));
        sweeps.begin(new SweepRun(id, 1, 1, 1, text, Optional.of(text), NOW.minusSeconds(9), Optional.empty()));
        sweeps.add(
                id,
                new SweepRow(
                        0,
                        text,
                        text,
                        Optional.of(text),
                        Optional.of(text),
                        OptionalInt.empty(),
                        Optional.of(text),
                        NOW.minusSeconds(5),
                        Optional.empty()));
        graphs.plan(text, id, new Graph(List.of(new Graph.Node(text, OptionalInt.empty(), false, List.of()))));
        String detail = JsonObject.builder()
                .put("name", text)
                .put("reason", text)
                .put(
                        "cost",
                        JsonObject.builder()
                                .put("compute", text)
                                .put("volumes", text)
                                .build())
                .build()
                .toString();
        for (String type :
                List.of("InstanceReady", "LaunchFailed", "LaunchRejected", "InstanceEnded", "InstanceExpired")) {
            said(id + type, type, NOW.minusSeconds(60), detail);
        }
    }

    private void capacity() {
        standing("c7i.large", "us-east-1a", Market.SPOT, false);
        standing("c7i.large", "us-east-1b", Market.SPOT, true);
        standing("p5.48xlarge", null, Market.ON_DEMAND, true);
        Standing broken = Standing.unknown(new Offer("g5.xlarge", "us-east-1c", Market.SPOT))
                .had("c", NOW.minusSeconds(9_000));
        for (int i = 0; i < 3; i++) {
            broken = broken.interrupted("i-%017x".formatted(i), NOW.minusSeconds(600L * i + 60));
        }
        write(broken);
    }

    private void standing(String type, @Nullable String zone, Market market, boolean lacks) {
        Standing had = Standing.unknown(new Offer(type, zone, market)).had("c1", NOW.minusSeconds(1_500));
        write(lacks ? had.lacked("c2", NOW.minusSeconds(100)) : had);
    }

    private void write(Standing standing) {
        standings.write(new Standing(
                standing.offer(),
                1,
                standing.successes(),
                standing.shortages(),
                standing.countedAt(),
                standing.inARow(),
                standing.lastSuccessAt(),
                standing.lastShortageAt(),
                standing.attempts(),
                standing.interruptions()));
    }

    /** The handler over all of it. */
    public WidgetsHandler handler() {
        return new WidgetsHandler(
                new WidgetsHandler.Sources(rows, timelines, queues, sweeps, graphs, outcomes, standings),
                new WidgetsHandler.Settings(ENDPOINT, Duration.ofMinutes(5)),
                new FakeClock());
    }

    /** What CloudWatch asks. */
    public static JsonObject asked(String widget, String theme, int width) {
        return JsonObject.builder()
                .put("widget", widget)
                .put(
                        "widgetContext",
                        JsonObject.builder()
                                .put("theme", theme)
                                .put("width", width)
                                .put(
                                        "forms",
                                        JsonObject.builder()
                                                .put("all", JsonObject.builder().build())
                                                .build())
                                .build())
                .build();
    }

    /** The words of all widgets. */
    public static List<String> widgets() {
        return Arrays.stream(Widget.values()).map(Widget::word).toList();
    }
}
