package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user's program has ended.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param exitCode as the system tells it
 * @param seconds that it ran
 * @param results where they are stored, for example {@code s3://spawn-results-…/…/}; absent when none are
 */
public record WorkloadExited(
        Envelope envelope,
        InstanceId instanceId,
        int exitCode,
        int seconds,
        @Nullable String results) implements AgentEvent {
    private static final Pattern S3 = Pattern.compile("s3://[a-z0-9.-]{3,63}/[\\x21-\\x7e]{1,1024}");

    public WorkloadExited {
        Fields.atLeast("seconds", seconds, 0);
        if (results != null && !S3.matcher(results).matches()) {
            throw new Refusal(
                    "/results: \"" + Printable.of(results) + "\": a place in S3, for example s3://bucket/prefix/");
        }
    }

    static WorkloadExited read(JsonObject detail) {
        return new WorkloadExited(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.integer(detail, "exitCode"),
                Fields.integer(detail, "seconds"),
                Fields.optionalString(detail, "results"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("exitCode", exitCode)
                .put("seconds", seconds)
                .put("results", results)
                .build();
    }
}
