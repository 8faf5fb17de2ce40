package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Most of an instance's cost limit is used up. Said once in its life.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}
 * @param costLimit of its launch
 * @param cost so far
 * @param reachedAt when the limit ends the instance, if it goes on as it does now, UTC; absent when that is beyond a year
 */
public record CostWarning(
        Envelope envelope,
        InstanceId instanceId,
        Name name,
        Usd costLimit,
        Cost cost,
        @Nullable Instant reachedAt) implements Event {
    static CostWarning read(JsonObject detail) {
        return new CostWarning(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "name", Name::new),
                Fields.checked(detail, "costLimit", Usd::parse),
                Cost.read(detail.object("cost")),
                Fields.optionalInstant(detail, "reachedAt"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("name", name.value())
                .put("costLimit", costLimit.toString())
                .put("cost", cost.toJson())
                .put("reachedAt", Fields.text(reachedAt))
                .build();
    }
}
