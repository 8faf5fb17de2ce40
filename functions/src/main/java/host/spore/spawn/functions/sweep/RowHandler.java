package host.spore.spawn.functions.sweep;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.Event;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.SweepPolicy;
import host.spore.spawn.events.SweepRowId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the flow asks for a row. {@code {"step":"begin", sweepId, run, turn, item:{index, launch}, account, region}} becomes
 * {@code {"do":"launch", id, seconds, input}}, {@code {"do":"wait", seconds}} or {@code {"do":"pass", why}}; {@code
 * {"step":"look", sweepId, index}} becomes {@code {"do":"over"}} or {@code {"do":"hold", seconds, version, item}}. Each may be
 * asked again at any point of itself.
 */
public final class RowHandler extends JsonHandler {
    private static final Duration A_TURN = Duration.ofSeconds(15);
    private static final int MOST_TURNS = 20;
    private static final int REASON = 450;

    private final Ports ports;
    private final int ceiling;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public RowHandler() {
        this(Adapters.ofProcess());
    }

    private RowHandler(Adapters aws) {
        this(
                new Ports(
                        aws.sweeps(),
                        aws.rows(),
                        aws.pace(),
                        aws.zones(),
                        aws.outcomes(),
                        aws.instanceRows(),
                        aws.instances(),
                        aws.bus()),
                aws.environment(),
                InstantSource.system());
    }

    RowHandler(Ports ports, Environment environment, InstantSource clock) {
        this.ports = ports;
        this.ceiling = environment.positive("SPAWN_MAX_INSTANCES", 100);
        this.clock = clock;
    }

    /** What it works with. */
    record Ports(
            Sweeps sweeps,
            Rows rows,
            Pace pace,
            Zones zones,
            Outcomes outcomes,
            InstanceRows instanceRows,
            Instances instances,
            Bus bus) {}

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        SweepId sweepId = new SweepId(input.string("sweepId"));
        SweepItem sweep = ports.sweeps()
                .read(sweepId)
                .orElseThrow(() -> new IllegalStateException("sweep " + sweepId + " has no item"));
        String step = input.string("step");
        return switch (step) {
            case "begin" -> begin(sweep, input, invocation.log());
            case "look" -> look(sweep, Math.toIntExact(input.integer("index")), invocation.log());
            default -> throw new IllegalArgumentException("step \"" + Printable.of(step) + "\": begin or look");
        };
    }

    private JsonObject begin(SweepItem sweep, JsonObject input, Log log) {
        JsonObject item = input.object("item");
        int index = Math.toIntExact(item.integer("index"));
        int run = Math.toIntExact(input.integer("run"));
        return switch (Beginning.decide(sweep, run, ports.rows().read(sweep.sweepId(), index))) {
            case Beginning.Pass(String why) ->
                JsonObject.builder().put("do", "pass").put("why", why).build();
            case Beginning.GoOn(RowItem row) -> launch(row, asked(input), input);
            case Beginning.Begin(long version) ->
                begin(sweep, new SweepRowId(sweep.sweepId(), run, index), version, input, log);
        };
    }

    private JsonObject begin(SweepItem sweep, SweepRowId id, long version, JsonObject input, Log log) {
        LaunchInstance launch = asked(input);
        // A launch would be refused, and the row have failed because of what others do.
        if (ports.instances().living().size() >= ceiling) {
            return later(input);
        }
        Optional<String> zone = Optional.empty();
        if (sweep.perZone().isPresent()) {
            int most = sweep.perZone().getAsInt();
            zone = launch.placement().zones().stream()
                    .filter(candidate ->
                            ports.zones().take(sweep.sweepId(), candidate, id.index(), most, sweep.expiresAt()))
                    .findFirst();
            if (zone.isEmpty()) {
                return later(input);
            }
        }
        Instant now = clock.instant();
        RowItem row = new RowItem(
                id,
                launch.name().value(),
                RowWork.of(launch),
                zone,
                sweep.delay().isZero() ? now : ports.pace().reserve(sweep.sweepId(), sweep.delay(), now),
                now,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                sweep.expiresAt(),
                version);
        if (!ports.rows().write(row)) {
            // This very step, doubled; asked again it finds the row.
            throw new IllegalStateException("row " + id + " changed meanwhile");
        }
        log.info("a row begins", field("commandId", id), field("name", row.name()));
        return launch(row, launch, input);
    }

    private static JsonObject detail(JsonObject input) {
        return input.object("item").object("launch");
    }

    private static LaunchInstance asked(JsonObject input) {
        return Language.command("LaunchInstance", detail(input))
                .map(LaunchInstance.class::cast)
                .orElseThrow();
    }

    /** Longer each time: whatever there is no room for now lasts for as long as others run. */
    private static JsonObject later(JsonObject input) {
        long turn = Math.clamp(input.integer("turn"), 1, MOST_TURNS);
        return JsonObject.builder()
                .put("do", "wait")
                .put("seconds", A_TURN.toSeconds() * turn)
                .build();
    }

    /** The launch with the row's own id, in the zone in which it has a slot. */
    private JsonObject launch(RowItem row, LaunchInstance asked, JsonObject input) {
        row.zone().ifPresent(zone -> freeOthers(row, zone, asked));
        Instant now = clock.instant();
        JsonObject command = JsonObject.builder()
                .putAll(detail(input))
                .put("id", row.id().commandId())
                .put("at", row.begunAt().toString())
                .put(
                        "zone",
                        row.zone().map(Json::of).orElse(detail(input).members().get("zone")))
                .build();
        return JsonObject.builder()
                .put("do", "launch")
                .put("id", row.id().commandId())
                .put(
                        "seconds",
                        row.launchAt().isAfter(now)
                                ? Duration.between(now, row.launchAt()).toSeconds() + 1
                                : 0)
                .put(
                        "input",
                        JsonObject.builder()
                                .put("type", "LaunchInstance")
                                .put("command", command)
                                .put("account", input.string("account"))
                                .put("region", input.string("region"))
                                .build())
                .build();
    }

    /**
     * Whoever took a slot, and died before the row was written, may have found another zone free when asked again; nobody
     * else knows of the first one, and its zone would have a slot less for the rest of the sweep.
     */
    private void freeOthers(RowItem row, String zone, LaunchInstance asked) {
        asked.placement().zones().stream()
                .filter(other -> !other.equals(zone))
                .forEach(other -> ports.zones().free(row.id().sweepId(), other, row.index()));
    }

    private JsonObject look(SweepItem sweep, int index, Log log) {
        RowItem read = ports.rows()
                .read(sweep.sweepId(), index)
                .orElseThrow(
                        () -> new IllegalStateException("row " + index + " of " + sweep.sweepId() + " has no item"));
        if (read.end().isPresent()) {
            return over(read);
        }
        Optional<Event> launched = said(read.id().commandId());
        RowItem row = read.instance().isEmpty()
                ? launched.flatMap(Looking::instanceOf).map(read::on).orElse(read)
                : read;
        Looking.Decision decision = Looking.decide(sight(row, sweep, launched));
        return switch (decision) {
            case Looking.Over(RowEnd end, OptionalInt code) ->
                over(sweep, (code.isPresent() ? row.exited(code.getAsInt()) : row).ended(end), end, log);
            case Looking.Hold(Duration patience, Optional<String> reason) -> {
                if (!row.equals(read)) {
                    write(row);
                    row = row.at(row.version() + 1);
                }
                if (reason.isPresent() && row.instance().isPresent()) {
                    end(sweep, row, row.instance().get(), reason.get(), log);
                }
                yield JsonObject.builder()
                        .put("do", "hold")
                        .put("seconds", patience.toSeconds())
                        .put("version", row.version())
                        .put("item", RowKeys.row(index))
                        .build();
            }
        };
    }

    private Looking.Sight sight(RowItem row, SweepItem sweep, Optional<Event> launched) {
        Instant now = clock.instant();
        Optional<Event> gone = row.instance().flatMap(id -> said(id + "/end"));
        InstanceRow recorded = row.instance()
                .map(ports.instanceRows()::read)
                .orElseGet(() -> InstanceRow.absent(new InstanceId("i-00000000")));
        // EC2 is asked only where the end is overdue to be said: ten thousand rows would ask it all day.
        boolean isOverdue = gone.isEmpty()
                && recorded.instant(Column.ENDING_SEEN_AT)
                        .filter(seen -> now.isAfter(seen.plus(Looking.UNSAID)))
                        .isPresent();
        boolean isGone = isOverdue
                && row.instance()
                        .flatMap(ports.instances()::find)
                        .filter(view -> view.state() != InstanceState.TERMINATED)
                        .isEmpty();
        return new Looking.Sight(row, sweep, launched, gone, recorded, isGone, now);
    }

    private Optional<Event> said(String key) {
        return ports.outcomes()
                .read(key)
                .flatMap(stored -> Language.event(stored.type(), JsonObject.parse(stored.detail())));
    }

    /** The mark comes first: were the row's end written and the mark lost, the next rows would begin. */
    private JsonObject over(SweepItem sweep, RowItem row, RowEnd end, Log log) {
        if (end.status() == RowStatus.FAILED
                && sweep.policy() == SweepPolicy.STOP
                && sweep.mark().isEmpty()) {
            String reason =
                    Printable.of("row " + row.index() + " (" + row.name() + ") failed: " + end.reason(), REASON);
            if (!ports.sweeps().write(sweep.marked(new Mark.Stopped(reason)))) {
                throw new IllegalStateException("sweep " + sweep.sweepId() + " changed meanwhile");
            }
        }
        write(row);
        log.info(
                "a row is over",
                field("commandId", row.id()),
                field("status", end.status().wire()),
                field("reason", end.reason()));
        return over(row);
    }

    private JsonObject over(RowItem row) {
        row.zone().ifPresent(zone -> ports.zones().free(row.id().sweepId(), zone, row.index()));
        return JsonObject.builder().put("do", "over").build();
    }

    private void write(RowItem row) {
        if (!ports.rows().write(row)) {
            // Something was heard of it just now; asked again, we look at that too.
            throw new IllegalStateException("row " + row.id() + " changed meanwhile");
        }
    }

    private void end(SweepItem sweep, RowItem row, InstanceId instance, String reason, Log log) {
        RowEnding.publish(
                ports.bus(),
                row,
                instance,
                sweep.isCancelled() ? RowEnding.Why.CANCELLED : RowEnding.Why.DONE,
                sweep.correlationId(),
                reason,
                clock.instant());
        log.info("its instance is to end", field("commandId", row.id()), field("instanceId", instance));
    }
}
