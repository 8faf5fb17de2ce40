package host.spore.spawn.functions.sweep;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.CancelSweep;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.InboxFile;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.LaunchSweep;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.ResumeSweep;
import host.spore.spawn.events.SweepCommand;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.inbox.Inbox;
import host.spore.spawn.functions.inbox.UserFile;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.queues.sweep.SweepFile;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The first step of a run: {@code {type, command, …}} becomes {@code {"result":"ready", sweepId, runId, run, rows,
 * maxConcurrent, bucket, key}} or {@code {"result":"refused", "reason"}}. The sweep's item comes first, since only its owner
 * may write the rows; they lie in S3, where the Map reads them.
 */
public final class PrepareHandler extends JsonHandler {
    private static final UserFile FILE =
            new UserFile("sweep", SweepFile.MAX_BYTES, "spawn sweep", "make it several sweeps");

    private final Sweeps sweeps;
    private final Files files;
    private final Inbox inbox;
    private final Flows flows;
    private final String bucket;
    private final int ceiling;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public PrepareHandler() {
        this(Adapters.ofProcess());
    }

    private PrepareHandler(Adapters aws) {
        this(aws.sweeps(), aws.files(), aws.inbox(), aws.flows(), aws.environment(), InstantSource.system());
    }

    PrepareHandler(Sweeps sweeps, Files files, Inbox inbox, Flows flows, Environment environment, InstantSource clock) {
        this.sweeps = sweeps;
        this.files = files;
        this.inbox = inbox;
        this.flows = flows;
        this.bucket = environment.required("SPAWN_RESULTS_BUCKET");
        this.ceiling = environment.positive("SPAWN_MAX_INSTANCES", 100);
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        JsonObject answer = prepare(input);
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("sweepId", answer.optionalString("sweepId").orElse(null)),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject prepare(JsonObject input) {
        String type = input.string("type");
        Command command;
        try {
            command = Language.command(type, input.object("command")).orElse(null);
        } catch (IllegalArgumentException notOurLanguage) {
            return Answers.refused(String.valueOf(notOurLanguage.getMessage()));
        }
        if (!(command instanceof SweepCommand about)) {
            return notOurs(type);
        }
        return switch (about) {
            case LaunchSweep launch ->
                switch (Checking.check(launch, content(launch), ceiling)) {
                    case Checking.Refused(String reason) -> Answers.refused(reason);
                    case Checking.Ready(List<LaunchInstance> rows) -> launch(launch, rows);
                };
            case ResumeSweep resume -> resume(resume);
            case CancelSweep cancel -> notOurs(type);
        };
    }

    private UserFile.Content content(LaunchSweep launch) {
        InboxFile file = launch.file();
        return file == null
                ? FILE.unpack(Objects.requireNonNull(launch.sweep()))
                : FILE.found(file, inbox.find(file, FILE.maxBytes() + 1));
    }

    private static JsonObject notOurs(String type) {
        return Answers.refused(
                "\"" + Printable.of(type) + "\": this flow runs sweeps; publish LaunchSweep or ResumeSweep");
    }

    private JsonObject launch(LaunchSweep command, List<LaunchInstance> rows) {
        return switch (Opening.launch(command, rows.size(), sweeps.read(command.sweepId()), clock.instant())) {
            case Opening.Refuse(String reason) -> Answers.refused(reason);
            case Opening.Keep(SweepItem item) -> written(item, rows);
            case Opening.Write(SweepItem item) -> {
                claim(item);
                yield written(item, rows);
            }
        };
    }

    private JsonObject resume(ResumeSweep command) {
        Optional<SweepItem> there = sweeps.read(command.sweepId());
        boolean isRunning = there.map(SweepItem::runId).filter(flows::isRunning).isPresent();
        return switch (Opening.resume(command, there, isRunning, clock.instant())) {
            case Opening.Refuse(String reason) -> Answers.refused(reason);
            case Opening.Keep(SweepItem item) -> kept(item);
            case Opening.Write(SweepItem item) -> {
                if (files.read(Places.rows(command.sweepId())).isEmpty()) {
                    yield Answers.refused("nothing is kept of the rows of sweep " + command.sweepId()
                            + "; spawn sweep FILE makes a new one");
                }
                claim(item);
                yield kept(item);
            }
        };
    }

    private void claim(SweepItem item) {
        if (!sweeps.write(item)) {
            // Somebody was quicker; the flow asks again, and is told who.
            throw new IllegalStateException("sweep " + item.sweepId() + " changed meanwhile");
        }
    }

    private JsonObject written(SweepItem item, List<LaunchInstance> rows) {
        List<Json> entries = new ArrayList<>();
        for (int index = 0; index < rows.size(); index++) {
            entries.add(JsonObject.builder()
                    .put("index", index)
                    .put("launch", rows.get(index).toJson())
                    .build());
        }
        files.write(Places.rows(item.sweepId()), new JsonArray(entries).toString());
        return kept(item);
    }

    private JsonObject kept(SweepItem item) {
        return JsonObject.builder()
                .put("result", "ready")
                .put("sweepId", item.sweepId().value())
                .put("runId", item.runId())
                .put("run", item.run())
                .put("rows", item.rows())
                .put("maxConcurrent", item.maxConcurrent())
                .put("bucket", bucket)
                .put("key", Places.rows(item.sweepId()))
                .build();
    }
}
