package host.spore.spawn.events;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;

/**
 * What one sweep of the reaper found amiss; a sweep that found nothing says nothing.
 *
 * @param envelope see {@link Envelope}
 * @param living instances of spawn
 * @param ended instances, past their deadline
 * @param adopted instances that nobody had recorded
 * @param repaired tags, rows, claims and watches
 * @param closed commands whose flow had died without an outcome
 * @param published outcomes that had been written and not said
 * @param restarted commands that had not reached their flow
 * @param problems what could not be looked at, or not be done; the sweep failed then, and the next one tries again
 */
public record DriftReported(
        Envelope envelope,
        int living,
        int ended,
        int adopted,
        int repaired,
        int closed,
        int published,
        int restarted,
        List<String> problems)
        implements Event {
    public DriftReported {
        problems = List.copyOf(problems);
    }

    static DriftReported read(JsonObject detail) {
        return new DriftReported(
                Envelope.read(detail),
                Fields.integer(detail, "living"),
                Fields.integer(detail, "ended"),
                Fields.integer(detail, "adopted"),
                Fields.integer(detail, "repaired"),
                Fields.integer(detail, "closed"),
                Fields.integer(detail, "published"),
                Fields.integer(detail, "restarted"),
                detail.array("problems").stream().map(DriftReported::text).toList());
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("living", living)
                .put("ended", ended)
                .put("adopted", adopted)
                .put("repaired", repaired)
                .put("closed", closed)
                .put("published", published)
                .put("restarted", restarted)
                .put("problems", problems.isEmpty() ? null : JsonArray.ofStrings(problems))
                .build();
    }

    private static String text(Json item) {
        if (item instanceof Json.JsonString text) {
            return text.value();
        }
        throw new JsonException("/problems: expected strings");
    }
}
