package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The instance reached its deadline and is gone. Said once; an instance has this or {@link InstanceEnded}.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}
 * @param deadline UTC
 * @param endedAt when EC2 was seen to have terminated it
 * @param keeper who ended it
 * @param reason for people
 * @param cost by the price at its launch; absent when that was unknown
 * @param source {@code reconcile} where EC2's own event of it was lost, and the reaper saw it; absent otherwise
 */
public record InstanceExpired(
        Envelope envelope,
        InstanceId instanceId,
        Name name,
        Instant deadline,
        Instant endedAt,
        Keeper keeper,
        String reason,
        @Nullable Cost cost,
        @Nullable String source)
        implements Event {
    static InstanceExpired read(JsonObject detail) {
        return new InstanceExpired(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "name", Name::new),
                Fields.instant(detail, "deadline"),
                Fields.instant(detail, "endedAt"),
                Fields.checked(detail, "keeper", Keeper::parse),
                detail.string("reason"),
                Cost.readOptional(detail),
                Fields.optionalString(detail, "source"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("name", name.value())
                .put("deadline", Instants.format(deadline))
                .put("endedAt", Instants.format(endedAt))
                .put("keeper", keeper.wire())
                .put("reason", reason)
                .put("cost", Cost.write(cost))
                .put("source", source)
                .build();
    }
}
