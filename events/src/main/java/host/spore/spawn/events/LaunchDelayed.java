package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * Progress of a launch with patience: no candidate had capacity, and all of them are tried again.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the launch
 * @param name see {@link Name}
 * @param round that is over, from 1
 * @param reason EC2's words for the last candidate
 * @param nextAt when the next round begins, UTC
 * @param until when the last one may begin, UTC
 */
public record LaunchDelayed(
        Envelope envelope, String commandId, Name name, int round, String reason, Instant nextAt, Instant until)
        implements Event {
    static LaunchDelayed read(JsonObject detail) {
        return new LaunchDelayed(
                Envelope.read(detail),
                detail.string("commandId"),
                Fields.checked(detail, "name", Name::new),
                Fields.integer(detail, "round"),
                detail.string("reason"),
                Fields.instant(detail, "nextAt"),
                Fields.instant(detail, "until"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("name", name.value())
                .put("round", round)
                .put("reason", reason)
                .put("nextAt", Instants.format(nextAt))
                .put("until", Instants.format(until))
                .build();
    }
}
