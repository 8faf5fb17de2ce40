package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.Schemas;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Ruler;

/**
 * {@code docs/events.md} from its mark on is made of the schemas, the samples and the rules as they are deployed.
 * {@code -Dspawn.docs=write} writes it.
 */
class EventsDocTest {
    private static final Path FILE = Path.of("..", "docs", "events.md");
    private static final String MARK =
            "<!-- From here on made by EventsDocTest; mvn test -pl cdk-app -am -Dspawn.docs=write writes it. -->\n";

    /** What every message has is told once. */
    private static final Set<String> ENVELOPE = Set.of("version", "id", "correlationId", "at");

    private final Map<String, JsonObject> rules = DeployedRules.of("123456789012");

    @Test
    void itSaysWhatThereIs() throws Exception {
        // Given
        String text = Files.readString(FILE);
        String byHand = text.substring(0, text.indexOf(MARK) + MARK.length());

        // When
        String now = byHand + made();

        // Then
        if (System.getProperty("spawn.docs", "").equals("write")) {
            Files.writeString(FILE, now);
        }
        assertThat(text.indexOf(MARK)).isPositive();
        assertThat(text).isEqualTo(now);
    }

    private String made() throws Exception {
        var text = new StringBuilder();
        text.append("\n## Commands\n\nFrom `spawn.cli`, or whoever may publish as that.\n");
        chapter(text, List.copyOf(Language.commandTypes()), sample -> true);
        text.append("\n## What the control plane says\n\nFrom `spawn.control`.\n");
        chapter(text, List.copyOf(Language.eventTypes()), sample -> isFrom(sample, "spawn.control"));
        text.append("\n## What instances say\n\nFrom `spawn.agent/` and the instance's ARN, which is IAM's word.\n");
        chapter(text, List.copyOf(Language.eventTypes()), sample -> !isFrom(sample, "spawn.control"));
        return text.toString();
    }

    private static boolean isFrom(Sample sample, String source) {
        return sample.event().string("source").equals(source);
    }

    private void chapter(StringBuilder text, List<String> types, Predicate<Sample> which) throws Exception {
        for (String type : types) {
            List<Sample> samples = Sample.all().stream()
                    .filter(sample -> sample.detailType().equals(type))
                    .toList();
            if (which.test(samples.getFirst())) {
                describe(text, type, samples);
            }
        }
    }

    private void describe(StringBuilder text, String type, List<Sample> samples) throws Exception {
        JsonObject schema = Schemas.of(type);
        text.append("\n### ").append(type).append("\n\n").append(schema.string("description"));
        text.append("\n\n").append(heardBy(samples)).append('\n');
        var fields = new ArrayList<String>();
        fields(fields, schema, "");
        if (!fields.isEmpty()) {
            text.append("\n| field | shape | |\n|---|---|---|\n");
            fields.forEach(text::append);
        }
        Sample best = samples.stream()
                .max((one, other) -> Integer.compare(
                        one.detail().members().size(), other.detail().members().size()))
                .orElseThrow();
        text.append("\n```json\n");
        pretty(text, best.detail(), "");
        text.append("\n```\n");
    }

    private String heardBy(List<Sample> samples) throws Exception {
        var heard = new LinkedHashSet<String>();
        for (var rule : rules.entrySet()) {
            for (Sample sample : samples) {
                if (Ruler.matchesRule(sample.event().toString(), DeployedRules.pattern(rule.getValue()))) {
                    heard.add("`" + rule.getKey() + "` ("
                            + rule.getValue().string("Description").strip() + ")");
                }
            }
        }
        return heard.isEmpty()
                ? "No rule of spawn's hears it: it is for yours."
                : "Heard by " + String.join(", ", heard) + ".";
    }

    private static void fields(List<String> lines, JsonObject schema, String within) {
        Set<String> required = schema.has("required")
                ? schema.array("required").stream()
                        .map(field -> ((Json.JsonString) field).value())
                        .collect(Collectors.toSet())
                : Set.of();
        schema.object("properties").members().forEach((field, value) -> {
            if (!(value instanceof JsonObject of) || (within.isEmpty() && ENVELOPE.contains(field))) {
                return;
            }
            String name = within + field;
            lines.add("| `" + name + "` | " + cell(shape(of) + (required.contains(field) ? "" : ", optional")) + " | "
                    + cell(of.optionalString("description").orElse("")) + " |\n");
            if (of.has("properties")) {
                fields(lines, of, name + ".");
            } else if (of.has("items") && of.object("items").has("properties")) {
                fields(lines, of.object("items"), name + "[].");
            }
        });
    }

    private static String shape(JsonObject field) {
        if (field.has("enum")) {
            return field.array("enum").stream()
                    .map(word -> "`" + (word instanceof Json.JsonString text ? text.value() : word.toString()) + "`")
                    .collect(Collectors.joining(", "));
        }
        var parts = new ArrayList<String>();
        parts.add(
                field.optionalString("format").filter("date-time"::equals).isPresent()
                        ? "instant, UTC"
                        : field.optionalString("type").orElse("any"));
        field.optionalInteger("minimum").ifPresent(least -> parts.add("from " + least));
        field.optionalInteger("maximum").ifPresent(most -> parts.add("to " + most));
        field.optionalInteger("maxLength").ifPresent(most -> parts.add("at most " + most + " characters"));
        field.optionalInteger("maxItems").ifPresent(most -> parts.add("at most " + most));
        field.optionalInteger("maxProperties").ifPresent(most -> parts.add("at most " + most));
        return String.join(", ", parts);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static void pretty(StringBuilder text, Json value, String indent) {
        if (value instanceof JsonObject object && !object.members().isEmpty()) {
            var lines = new ArrayList<String>();
            object.members().forEach((field, of) -> {
                var line = new StringBuilder(indent + "  " + new Json.JsonString(field) + ": ");
                pretty(line, of, indent + "  ");
                lines.add(line.toString());
            });
            text.append("{\n")
                    .append(String.join(",\n", lines))
                    .append('\n')
                    .append(indent)
                    .append('}');
        } else if (value instanceof JsonArray array && array.items().stream().anyMatch(JsonObject.class::isInstance)) {
            var lines = new ArrayList<String>();
            array.items().forEach(item -> {
                var line = new StringBuilder(indent + "  ");
                pretty(line, item, indent + "  ");
                lines.add(line.toString());
            });
            text.append("[\n")
                    .append(String.join(",\n", lines))
                    .append('\n')
                    .append(indent)
                    .append(']');
        } else {
            text.append(value);
        }
    }
}
