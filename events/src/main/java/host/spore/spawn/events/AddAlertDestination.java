package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts somewhere from now on; what was there under this name is replaced.
 *
 * @param envelope see {@link Envelope}
 * @param destination see {@link DestinationId}; of channel and target where the message has none
 * @param to see {@link AlertTarget}
 * @param on of which kinds; {@link AlertKind#USUAL} where none is given
 * @param filter see {@link AlertFilter}
 * @param quiet after an alert, others of its kind wait so long, and are told together; at most a day
 */
public record AddAlertDestination(
        Envelope envelope,
        DestinationId destination,
        AlertTarget to,
        List<AlertKind> on,
        AlertFilter filter,
        @Nullable SpawnDuration quiet)
        implements AlertCommand {
    private static final Duration LONGEST_QUIET = Duration.ofDays(1);

    public AddAlertDestination {
        on = on.stream().distinct().sorted().toList();
        if (quiet != null) {
            checkedQuiet(quiet);
        }
    }

    /** For the command line: an alert that waits for longer is news to nobody. */
    public static SpawnDuration checkedQuiet(String text) {
        return checkedQuiet(SpawnDuration.parse(text));
    }

    private static SpawnDuration checkedQuiet(SpawnDuration quiet) {
        if (quiet.value().compareTo(LONGEST_QUIET) > 0) {
            throw new Refusal("\"" + quiet + "\": at most 1d");
        }
        return quiet;
    }

    /** Those that it is told of. */
    public List<AlertKind> kinds() {
        return on.isEmpty() ? AlertKind.USUAL : on;
    }

    static AddAlertDestination read(JsonObject detail) {
        Envelope envelope = Envelope.read(detail);
        AlertTarget to = AlertTarget.read(detail);
        DestinationId given = Fields.optional(detail, "destination", DestinationId::new);
        return new AddAlertDestination(
                envelope,
                given == null ? DestinationId.of(to) : given,
                to,
                Fields.texts(detail, "on").stream()
                        .map(AddAlertDestination::kind)
                        .toList(),
                AlertFilter.read(detail),
                Fields.optional(detail, "quiet", AddAlertDestination::checkedQuiet));
    }

    private static AlertKind kind(String text) {
        try {
            return AlertKind.parse(text);
        } catch (Refusal refusal) {
            throw new Refusal("/on: " + refusal.getMessage());
        }
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = envelope.write().put("destination", destination.value());
        to.write(into);
        if (!on.isEmpty()) {
            into.put("on", JsonArray.ofStrings(on.stream().map(AlertKind::wire).toList()));
        }
        filter.write(into);
        return into.put("quiet", Fields.text(quiet)).build();
    }
}
