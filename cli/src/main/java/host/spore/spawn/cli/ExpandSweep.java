package host.spore.spawn.cli;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Tags;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn sweep expand}: what each row would be, without a cloud. */
final class ExpandSweep implements OfflineSubcommand {
    @Override
    public String name() {
        return "expand";
    }

    @Override
    public String summary() {
        return "Show the launch that each row becomes.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return OfflineSweep.arguments("one line of JSON for each row: the whole command");
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        return switch (OfflineSweep.look(arguments, surroundings)) {
            case SweepText.Bad bad -> OfflineSweep.told(bad, arguments, surroundings);
            case SweepText.Good good -> {
                for (int index = 0; index < good.rows().size(); index++) {
                    LaunchInstance row = good.rows().get(index);
                    surroundings
                            .out()
                            .println(arguments.has("--json") ? row.toJson().toString() : line(index, row));
                }
                QueueText.noted(good.notes(), surroundings);
                yield Program.ACCEPTED;
            }
        };
    }

    private static String line(int index, LaunchInstance row) {
        Map<String, String> told = new LinkedHashMap<>();
        row.tags().values().forEach((key, value) -> {
            if (key.startsWith(Tags.PARAMETER)) {
                told.put(key.substring(Tags.PARAMETER.length()), value);
            }
        });
        List<String> parts = new ArrayList<>(List.of(
                Integer.toString(index),
                row.name().value(),
                row.machine().instanceType() == null ? "" : row.machine().instanceType(),
                "ends after " + Ending.words(row.life().length())));
        String parameters = told.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + shown(entry.getValue()))
                .collect(Collectors.joining(" "));
        parts.add(parameters);
        return String.join("  ", parts).stripTrailing();
    }

    /** Quoted where it would not be read as one word. */
    private static String shown(String value) {
        return value.matches("[A-Za-z0-9_.:/@+-]+") ? value : Json.of(value).toString();
    }

    static JsonObject summary(SweepText.Good good) {
        return JsonObject.builder()
                .put("valid", true)
                .put("name", good.setting().name().value())
                .put("rows", good.rows().size())
                .put("notes", QueueText.problems(good.notes()))
                .build();
    }
}
