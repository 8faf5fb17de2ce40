package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is told, before a channel gives it its form. Every text is one printable line of a bounded length, whoever wrote it.
 *
 * @param cause an id, the same for all destinations
 * @param kind see {@link AlertKind}
 * @param at when it happened
 * @param title one sentence
 * @param lines what else there is to know
 * @param facts by their names: {@code instance}, {@code owner}
 * @param links by what they lead to
 */
record Alert(
        String cause,
        AlertKind kind,
        Instant at,
        String title,
        List<String> lines,
        Map<String, String> facts,
        Map<String, String> links) {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_LINES = 12;

    Alert {
        title = Printable.of(title, LONGEST_TITLE);
        List<String> kept = new ArrayList<>(lines.stream()
                .limit(MOST_LINES)
                .map(line -> Printable.of(line, LONGEST_LINE))
                .filter(line -> !line.isBlank())
                .toList());
        if (lines.size() > MOST_LINES) {
            kept.add("… and " + (lines.size() - MOST_LINES) + " more");
        }
        lines = List.copyOf(kept);
        Map<String, String> printable = new LinkedHashMap<>();
        facts.forEach((name, value) -> printable.put(name, Printable.of(value)));
        facts = Collections.unmodifiableMap(printable);
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("cause", cause)
                .put("kind", kind.wire())
                .put("at", Instants.format(at))
                .put("title", title)
                .put("lines", JsonArray.ofStrings(lines))
                .put("facts", facts)
                .put("links", links)
                .build();
    }

    static Alert read(JsonObject json) {
        return new Alert(
                json.string("cause"),
                AlertKind.parse(json.string("kind")),
                Instant.parse(json.string("at")),
                json.string("title"),
                json.array("lines").stream().map(Alert::text).toList(),
                json.strings("facts"),
                json.strings("links"));
    }

    private static String text(Json item) {
        if (item instanceof Json.JsonString(String text)) {
            return text;
        }
        throw new JsonException("/lines: expected strings, got " + item.kind());
    }
}
