package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Ends the run of a sweep: no row begins any more, and what lives of it is ended.
 *
 * @param envelope see {@link Envelope}
 * @param sweepId see {@link SweepId}
 */
public record CancelSweep(Envelope envelope, SweepId sweepId) implements SweepCommand {
    static CancelSweep read(JsonObject detail) {
        return new CancelSweep(Envelope.read(detail), Fields.checked(detail, "sweepId", SweepId::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write().put("sweepId", sweepId.value()).build();
    }
}
