package host.spore.spawn.cli;

import host.spore.spawn.events.NameZones;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of {@code spawn launch} beside a file of a sweep, in the words of such files. Only what was given is there: it wins
 * over the file's defaults, and a row over it.
 */
final class LaunchOptions {
    /** A row's own matters, or nothing that a file could say; a row is one instance. */
    private static final Set<String> NOT_OF_SWEEPS =
            Set.of("--name", "--no-ttl", "--encrypt-volumes", "--owner", "--array", "--min-viable", "--refill");

    /** Where the word is not the option's own, with _ for -. */
    private static final Map<String, String> WORDS = Map.of(
            "--security-group", "security_groups",
            "--volume", "volumes",
            "--secret", "secrets",
            "--tag", "tags");

    private LaunchOptions() {}

    static List<ArgSpec> specs() {
        return new LaunchSubcommand()
                .arguments().stream()
                        .filter(argument -> argument instanceof OptionSpec option
                                && (!NOT_OF_SWEEPS.contains(option.longestName())
                                        || option.longestName().equals("--owner")
                                        || option.longestName().equals("--no-ttl")))
                        .toList();
    }

    /** What was given, for the file's defaults. */
    static JsonObject given(Arguments arguments, Surroundings surroundings) {
        if (arguments.has("--no-ttl")) {
            throw LaunchSubcommand.noTtl();
        }
        JsonObject.Builder given = JsonObject.builder();
        for (ArgSpec argument : specs()) {
            if (argument instanceof OptionSpec option
                    && arguments.has(option.longestName())
                    && !NOT_OF_SWEEPS.contains(option.longestName())) {
                put(given, option, arguments, surroundings);
            }
        }
        return given.build();
    }

    private static void put(
            JsonObject.Builder given, OptionSpec option, Arguments arguments, Surroundings surroundings) {
        String name = option.longestName();
        String word = WORDS.getOrDefault(name, name.substring(2).replace('-', '_'));
        switch (name) {
            case "--no-session-manager" -> given.put("session_manager", false);
            case "--no-dns" -> given.put("dns", NameZones.NONE.wire());
            case "--public-address" -> given.put(word, arguments.required(name, "yes", LaunchSubcommand::yesOrNo));
            case "--env", "--secret" -> given.put(word, LaunchSubcommand.pairs(arguments, name, "SEED=42"));
            case "--tag" ->
                given.put(word, LaunchSubcommand.tags(arguments.all("--tag")).values());
            case "--user-data" -> given.put(word, file(name, TextOrFile.USER_DATA, "", arguments, surroundings));
            case "--user-data-file" ->
                given.put("user_data", file(name, TextOrFile.USER_DATA, "@", arguments, surroundings));
            case "--pre-stop" -> given.put(word, file(name, TextOrFile.PRE_STOP, "", arguments, surroundings));
            case String other when option.arity().max() == 0 -> given.put(word, Json.of(true));
            case String other when option.isMultiValue() -> given.put(word, JsonArray.ofStrings(arguments.all(other)));
            case String other -> given.put(word, text(arguments, other));
        }
    }

    /** @param mark before what was given, where the option says itself that it names a file */
    private static String file(
            String option, TextOrFile kind, String mark, Arguments arguments, Surroundings surroundings) {
        return arguments.required(option, "@FILE", text -> kind.of(mark + text, surroundings.folder()));
    }

    private static String text(Arguments arguments, String option) {
        String text = arguments.text(option);
        if (text == null) {
            throw new Refusal(Printable.of(option) + " needs a value");
        }
        return text;
    }
}
