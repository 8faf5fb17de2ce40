package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The launch of an array is complete: so many of its members are ready, and they are enough. Of each one there is an
 * {@link InstanceReady} too, under the same correlation id.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param arrayId see {@link ArrayId}
 * @param name see {@link Name}; its members are {@code {name}-0} and on
 * @param size that was asked for
 * @param minViable that would have been enough
 * @param ready how many are
 * @param deadline of all of them
 * @param dnsName by which any of those is reached that run, of the first 100; absent where DNS is off
 * @param failed of those that are not, at most {@value #MOST_FAILED}
 */
public record ArrayReady(
        Envelope envelope,
        String commandId,
        String commandType,
        ArrayId arrayId,
        Name name,
        int size,
        int minViable,
        int ready,
        Instant deadline,
        @Nullable DnsName dnsName,
        List<Failure> failed)
        implements Outcome {
    /** An event ends at 256 KB. */
    public static final int MOST_FAILED = 100;

    public ArrayReady {
        Fields.atLeast("ready", ready, minViable);
        failed = List.copyOf(failed);
    }

    /**
     * A member that is not ready, and of which no instance is left.
     *
     * @param index from 0
     * @param instanceId absent: EC2 gave none
     * @param reason for people
     */
    public record Failure(int index, @Nullable InstanceId instanceId, String reason) {
        static Failure read(JsonObject from) {
            return new Failure(
                    Fields.integer(from, "index"),
                    Fields.optional(from, "instanceId", InstanceId::new),
                    from.string("reason"));
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("index", index)
                    .put("instanceId", Fields.text(instanceId))
                    .put("reason", reason)
                    .build();
        }
    }

    static ArrayReady read(JsonObject detail) {
        return new ArrayReady(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "arrayId", ArrayId::new),
                Fields.checked(detail, "name", Name::new),
                Fields.integer(detail, "size"),
                Fields.integer(detail, "minViable"),
                Fields.integer(detail, "ready"),
                Fields.instant(detail, "deadline"),
                Fields.optional(detail, "dnsName", DnsName::new),
                detail.objects("failed").stream().map(Failure::read).toList());
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("arrayId", arrayId.value())
                .put("name", name.value())
                .put("size", size)
                .put("minViable", minViable)
                .put("ready", ready)
                .put("deadline", Instants.format(deadline))
                .put("dnsName", Fields.text(dnsName))
                .put(
                        "failed",
                        failed.isEmpty()
                                ? null
                                : new JsonArray(List.copyOf(
                                        failed.stream().map(Failure::toJson).toList())))
                .build();
    }
}
