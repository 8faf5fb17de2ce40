package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sweep again whose last run did not complete, without the rows that are done.
 *
 * @param envelope see {@link Envelope}
 * @param sweepId see {@link SweepId}
 * @param owner of this run, whose alerts ask for it; what it launches keeps the first one's
 */
public record ResumeSweep(
        Envelope envelope, SweepId sweepId, @Nullable String owner) implements SweepCommand {
    public ResumeSweep {
        if (owner != null) {
            LaunchInstance.checkedOwner(owner);
        }
    }

    static ResumeSweep read(JsonObject detail) {
        return new ResumeSweep(
                Envelope.read(detail),
                Fields.checked(detail, "sweepId", SweepId::new),
                Fields.optional(detail, "owner", LaunchInstance::checkedOwner));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("sweepId", sweepId.value())
                .put("owner", owner)
                .build();
    }
}
