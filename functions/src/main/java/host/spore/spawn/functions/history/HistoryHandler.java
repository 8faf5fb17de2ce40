package host.spore.spawn.functions.history;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the stream of the table {@code spawn-instances}: whoever changes a row, function or flow, its history has it. A
 * batch that fails is delivered again as a whole, which changes nothing: an entry's key follows from the row's version.
 */
public final class HistoryHandler extends JsonHandler {
    private final Histories histories;

    /** As Lambda makes it. */
    public HistoryHandler() {
        this(Environment.ofProcess());
    }

    private HistoryHandler(Environment environment) {
        this(new DynamoHistories(new Clients(environment).dynamoDb(), environment.required("SPAWN_HISTORY_TABLE")));
    }

    HistoryHandler(Histories histories) {
        this.histories = histories;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        int appended = 0;
        List<JsonObject> records = input.objects("Records");
        for (JsonObject record : records) {
            appended += append(record);
        }
        invocation.log().info("appended", field("records", records.size()), field("entries", appended));
        return Answers.did("appended " + appended);
    }

    private int append(JsonObject record) {
        // What its time to live, or a person, has removed is no change of an instance.
        if (record.string("eventName").equals("REMOVE")) {
            return 0;
        }
        JsonObject change = record.object("dynamodb");
        InstanceId instance =
                new InstanceId(change.object("Keys").object("instance_id").string("S"));
        Image before = change.optionalObject("OldImage").map(Image::read).orElse(Image.NONE);
        Image after = Image.read(change.object("NewImage"));
        List<Change> changes = History.changes(before, after);
        String moment = at(change) + "#" + padded(after.text("version").orElse("0"));
        for (int i = 0; i < changes.size(); i++) {
            histories.append(instance, moment + "#" + i, changes.get(i));
        }
        Optional<String> end = after.text("expires_at_epoch_seconds");
        if (end.isPresent()) {
            histories.expire(instance, Instant.ofEpochSecond(Long.parseLong(end.get())));
        }
        return changes.size();
    }

    /** In whole seconds; the stream tells no more. */
    private static Instant at(JsonObject change) {
        Json at = change.members().get("ApproximateCreationDateTime");
        if (at instanceof Json.JsonNumber(BigDecimal seconds)) {
            return Instant.ofEpochSecond(seconds.longValue());
        }
        throw new IllegalArgumentException("a record of the stream without ApproximateCreationDateTime");
    }

    private static String padded(String version) {
        return "0".repeat(Math.max(0, 10 - version.length())) + version;
    }
}
