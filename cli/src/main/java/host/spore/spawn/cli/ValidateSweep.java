package host.spore.spawn.cli;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.Tags;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn sweep validate}. */
final class ValidateSweep implements OfflineSubcommand {
    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String summary() {
        return "Check a sweep's file and say what it will become.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return OfflineSweep.arguments("one line of JSON instead of text");
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        return switch (OfflineSweep.look(arguments, surroundings)) {
            case SweepText.Bad bad -> OfflineSweep.told(bad, arguments, surroundings);
            case SweepText.Good good -> {
                if (arguments.has("--json")) {
                    surroundings.out().println(ExpandSweep.summary(good));
                } else {
                    lines(good).forEach(surroundings.out()::println);
                    QueueText.noted(good.notes(), surroundings);
                }
                yield Program.ACCEPTED;
            }
        };
    }

    private static List<String> lines(SweepText.Good good) {
        List<LaunchInstance> rows = good.rows();
        List<String> parameters = rows.stream()
                .flatMap(row -> row.tags().values().keySet().stream())
                .filter(key -> key.startsWith(Tags.PARAMETER))
                .map(key -> key.substring(Tags.PARAMETER.length()))
                .distinct()
                .sorted()
                .toList();
        String types = rows.stream()
                .map(row -> String.valueOf(row.machine().instanceType()))
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        SpawnDuration longest = rows.stream()
                .map(row -> row.life().length())
                .max(Comparator.comparing(SpawnDuration::value))
                .orElse(new SpawnDuration(Duration.ofSeconds(1)));
        return List.of(
                good.setting().name() + ": " + String.format(Locale.ROOT, "%,d", rows.size())
                        + (rows.size() == 1 ? " row" : " rows")
                        + (parameters.isEmpty() ? ", no parameters" : ", parameters " + String.join(", ", parameters)),
                "on " + types + "; each ends after " + Ending.words(longest) + " at the latest");
    }
}
