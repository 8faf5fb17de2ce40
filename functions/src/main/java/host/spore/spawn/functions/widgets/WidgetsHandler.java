package host.spore.spawn.functions.widgets;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.DynamoStandings;
import host.spore.spawn.functions.availability.Standing;
import host.spore.spawn.functions.availability.Standings;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.DynamoOutcomesByType;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.OutcomesByType;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A custom widget of CloudWatch: {@code {"widget": "instances", "widgetContext": {…}}} becomes a page of HTML, and
 * {@code {"describe": true}} what the parameters mean.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html">the
 *     contract</a>
 */
public final class WidgetsHandler extends JsonHandler {
    private static final String DESCRIPTION = """
            ## spawn
            What lives, ends, waits and costs. Read from the tables of the stack; nothing is changed.

            | parameter | meaning |
            |---|---|
            | `widget` | one of %s |
            | `instance` | of `timeline`: a name or an id; without it, the one that was launched last |
            | `run` | of `queues`: which run is shown in full; without it, the one that began last |
            | `sweep` | of `sweeps`: which one is shown in full; without it, the one that began last |
            | `from` | of `instances`: how many are passed over |

            ``` yaml
            widget: instances
            ```
            """.formatted(Widget.words());

    /** Of each type of outcome: 1,000 launches a day are many for a team, and a page counts them, it does not list them. */
    private static final int MOST_OUTCOMES = 1_000;

    private static final int MOST_OFFERS = 500;

    private final Sources sources;
    private final Settings settings;
    private final InstantSource clock;

    /** What is read. */
    record Sources(
            InstanceRows rows,
            Timelines timelines,
            QueueSights queues,
            SweepSights sweeps,
            Graphs graphs,
            OutcomesByType outcomes,
            Standings standings) {}

    /**
     * Of the deployment.
     *
     * @param endpoint ARN by which the console calls this function
     * @param capacityMemory for how long one shortage is remembered
     */
    record Settings(String endpoint, Duration capacityMemory) {}

    /** As Lambda makes it. */
    public WidgetsHandler() {
        this(Environment.ofProcess());
    }

    private WidgetsHandler(Environment environment) {
        this(
                sources(environment, new Clients(environment)),
                new Settings(
                        environment.required("SPAWN_WIDGETS_ARN"),
                        Duration.ofSeconds(environment.positive("SPAWN_CAPACITY_MEMORY_SECONDS", 300))),
                InstantSource.system());
    }

    WidgetsHandler(Sources sources, Settings settings, InstantSource clock) {
        this.sources = sources;
        this.settings = settings;
        this.clock = clock;
    }

    private static Sources sources(Environment environment, Clients clients) {
        DynamoDbClient dynamoDb = clients.dynamoDb();
        return new Sources(
                new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE")),
                new DynamoTimelines(dynamoDb, environment.required("SPAWN_HISTORY_TABLE")),
                new DynamoQueueSights(dynamoDb, environment.required("SPAWN_QUEUES_TABLE")),
                new DynamoSweepSights(dynamoDb, environment.required("SPAWN_SWEEPS_TABLE")),
                new S3Graphs(clients.s3(), environment.required("SPAWN_RESULTS_BUCKET")),
                new DynamoOutcomesByType(dynamoDb, environment.required("SPAWN_OUTCOMES_TABLE")),
                new DynamoStandings(dynamoDb, environment.required("SPAWN_AVAILABILITY_STATS_TABLE")));
    }

    @Override
    protected Json handle(JsonObject input, Invocation invocation) {
        if (input.bool("describe", false)) {
            return Json.of(DESCRIPTION);
        }
        Instant now = clock.instant();
        Frame frame = Frame.read(input, now, settings.endpoint());
        String word = input.optionalString("widget").orElse("");
        String page = Widget.parse(word)
                .map(widget -> page(widget, input, frame))
                .orElseGet(() -> Part.page(
                        frame,
                        "No such widget",
                        Part.nothing("widget \"" + Printable.of(word) + "\": one of " + Widget.words())))
                .page();
        invocation
                .log()
                .info(
                        "shown",
                        field("widget", Printable.of(word)),
                        field("characters", page.length()),
                        field("millis", Duration.between(now, clock.instant()).toMillis()));
        return Json.of(page);
    }

    private Html page(Widget widget, JsonObject input, Frame frame) {
        return switch (widget) {
            case INSTANCES ->
                InstancesPage.of(
                        sources.rows().unclosedAsShown(InstancesPage.COLUMNS),
                        Math.toIntExact(Math.clamp(input.optionalInteger("from").orElse(0L), 0, 1_000_000)),
                        frame);
            case TIMELINE -> timeline(input, frame);
            case QUEUES -> queues(input.optionalString("run"), frame);
            case SWEEPS -> sweeps(input.optionalString("sweep"), frame);
            case LAUNCHES ->
                LaunchesPage.of(
                        new LaunchesPage.Known(
                                launches("InstanceReady", frame),
                                launches("LaunchFailed", frame),
                                launches("LaunchRejected", frame),
                                MOST_OUTCOMES),
                        frame);
            case AVAILABILITY -> {
                List<Standing> standings = sources.standings().all(MOST_OFFERS + 1);
                yield AvailabilityPage.of(
                        standings.stream().limit(MOST_OFFERS).toList(),
                        settings.capacityMemory(),
                        standings.size() > MOST_OFFERS,
                        frame);
            }
            case SPENDING -> spending(frame);
        };
    }

    private List<StoredOutcome> launches(String type, Frame frame) {
        return sources.outcomes().since(type, frame.now().minus(LaunchesPage.SPAN), MOST_OUTCOMES);
    }

    private Html spending(Frame frame) {
        Instant from = frame.now().minus(SpendingPage.SPAN);
        List<StoredOutcome> early = sources.outcomes().since("InstanceEnded", from, MOST_OUTCOMES);
        List<StoredOutcome> expired = sources.outcomes().since("InstanceExpired", from, MOST_OUTCOMES);
        return SpendingPage.of(
                sources.rows().unclosedAsShown(SpendingPage.COLUMNS),
                Stream.concat(early.stream(), expired.stream()).toList(),
                early.size() >= MOST_OUTCOMES || expired.size() >= MOST_OUTCOMES,
                frame);
    }

    private Html timeline(JsonObject input, Frame frame) {
        // What was typed into the page's own field goes before what the dashboard says.
        Optional<String> asked = input.optionalObject("widgetContext")
                .flatMap(context -> context.optionalObject("forms"))
                .flatMap(forms -> forms.optionalObject("all"))
                .flatMap(all -> all.optionalString("instance"))
                .or(() -> input.optionalString("instance"))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        Optional<InstanceRow> row = asked.isPresent() ? find(asked.get()) : newest();
        return row.map(found -> TimelinePage.of(found, sources.timelines().newest(found.id(), Part.MOST_ROWS), frame))
                .orElseGet(() -> TimelinePage.asking(
                        asked.map(
                                        text -> "\"" + Printable.of(text)
                                                + "\": no instance of that name is alive; an ended one is found by its id, for 90 days")
                                .orElse("No instance is alive. Give the id of one that was, i-…"),
                        frame));
    }

    private Optional<InstanceRow> find(String asked) {
        if (asked.startsWith("i-")) {
            try {
                return whole(new InstanceId(asked));
            } catch (Refusal noId) {
                // Nor is it a name; it is said to be neither.
                return Optional.empty();
            }
        }
        return sources.rows().unclosedAsShown(Set.of(Column.NAME)).stream()
                .filter(row -> row.text(Column.NAME).equals(Optional.of(asked)))
                .findFirst()
                .flatMap(row -> whole(row.id()));
    }

    private Optional<InstanceRow> newest() {
        return sources.rows().unclosedAsShown(Set.of(Column.LAUNCHED_AT)).stream()
                .max(Comparator.comparing((InstanceRow row) ->
                                row.instant(Column.LAUNCHED_AT).orElse(Instant.EPOCH))
                        .thenComparing(row -> row.id().value()))
                .flatMap(row -> whole(row.id()));
    }

    private Optional<InstanceRow> whole(InstanceId id) {
        return Optional.of(sources.rows().read(id)).filter(row -> !row.isAbsent());
    }

    private Html queues(Optional<String> asked, Frame frame) {
        List<QueueRun> latest = sources.queues().latest(QueuesPage.MOST_RUNS);
        Optional<QueueRun> run = asked.filter(Ids::isValid)
                .flatMap(sources.queues()::find)
                .or(() -> latest.stream().filter(one -> !one.isOver()).findFirst())
                .or(() -> latest.stream().findFirst());
        return QueuesPage.of(
                latest,
                run.map(one -> new QueuesPage.Shown(
                        one,
                        sources.graphs().of(one.queueId(), one.runId()),
                        sources.queues().jobs(one.runId()))),
                frame);
    }

    private Html sweeps(Optional<String> asked, Frame frame) {
        List<SweepRun> latest = sources.sweeps().latest(SweepsPage.MOST_SWEEPS);
        Optional<SweepRun> run = asked.filter(Ids::isValid)
                .flatMap(sources.sweeps()::find)
                .or(() -> latest.stream().filter(one -> !one.isOver()).findFirst())
                .or(() -> latest.stream().findFirst());
        return SweepsPage.of(
                latest,
                run.map(one -> new SweepsPage.Shown(one, sources.sweeps().rows(one))),
                frame);
    }
}
