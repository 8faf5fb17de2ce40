package host.spore.spawn.cli;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Nearest;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Schemas;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code spawn put}: any command, from a file of its fields. For what other programs write, and to try what a rule's input
 * transformer makes.
 */
final class PutSubcommand implements Subcommand {
    private static final TextFile FILE = new TextFile(
            "file", "a command is a JSON object", 250_000, "; an event has at most 200 KB: docs/events.md");

    @Override
    public String name() {
        return "put";
    }

    @Override
    public String summary() {
        return "Publish any command from a JSON file of its fields, checked first.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("TYPE", "of the command, for example LaunchInstance: docs/events.md has all"),
                PositionalParamSpec.builder()
                        .index("1")
                        .arity("0..1")
                        .paramLabel("FILE")
                        .type(String.class)
                        .description("its fields; version, id, correlationId and at are added where they are missing")
                        .build());
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        String type = Subcommand.given(
                arguments.positional(), "type and file are missing: for example spawn put LaunchInstance launch.json");
        if (!Language.commandTypes().contains(type)) {
            throw new Refusal("\"" + Printable.of(type) + "\": " + notACommand(type));
        }
        String name = Subcommand.given(
                arguments.second(),
                "file is missing: the fields of the command, for example spawn put " + type + " command.json");
        JsonObject detail = complete(object(name, surroundings), envelope, arguments);
        Map<String, Optional<String>> unknown = Schemas.unknownFields(type, detail);
        if (!unknown.isEmpty()) {
            throw new Refusal("\"" + Printable.of(name) + "\": "
                    + unknown.entrySet().stream()
                            .map(field -> Printable.of(field.getKey()) + ": " + type + " has no such field"
                                    + field.getValue()
                                            .map(near -> "; did you mean " + near + "?")
                                            .orElse(""))
                            .collect(Collectors.joining("; ")));
        }
        try {
            return Language.command(type, detail).orElseThrow();
        } catch (Refusal | JsonException wrong) {
            throw new Refusal("\"" + Printable.of(name) + "\": " + wrong.getMessage());
        }
    }

    private static String notACommand(String type) {
        if (Language.eventTypes().contains(type)) {
            return "an event, which spawn says by itself; commands are " + String.join(", ", Language.commandTypes());
        }
        return Nearest.to(type, Language.commandTypes())
                .map(near -> "no command; did you mean " + near + "?")
                .orElseGet(() -> "no command; there are " + String.join(", ", Language.commandTypes()));
    }

    private static JsonObject object(String name, Surroundings surroundings) {
        try {
            return JsonObject.parse(FILE.readWithoutMark(name, surroundings.folder()));
        } catch (JsonException broken) {
            throw new Refusal("\"" + Printable.of(name) + "\": " + broken.getMessage());
        }
    }

    /** What is typed wins over what the file says, as everywhere. */
    private static JsonObject complete(JsonObject given, Envelope envelope, Arguments arguments) {
        boolean isItsOwn = given.has("id") && !arguments.has("--id");
        JsonObject.Builder detail = JsonObject.builder()
                .put("version", Envelope.CURRENT)
                .put("id", envelope.id())
                .put("correlationId", envelope.correlationId())
                .put("at", envelope.at().toString());
        given.members().forEach((field, value) -> {
            if (isItsOwn || !(field.equals("id") || field.equals("correlationId"))) {
                detail.put(field, value);
            }
        });
        Json own = given.members().get("id");
        if (isItsOwn && !given.has("correlationId")) {
            detail.put("correlationId", own);
        }
        return detail.build();
    }
}
