package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Runs a sweep again whose last run did not complete, without the rows that are done.
 *
 * @param envelope see {@link Envelope}
 * @param sweepId see {@link SweepId}
 */
public record ResumeSweep(Envelope envelope, SweepId sweepId) implements SweepCommand {
    static ResumeSweep read(JsonObject detail) {
        return new ResumeSweep(Envelope.read(detail), Fields.checked(detail, "sweepId", SweepId::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("sweepId", sweepId.value()).build();
    }
}
