package host.spore.spawn.cli;

import static host.spore.spawn.cli.Subcommand.flag;
import static host.spore.spawn.cli.Subcommand.option;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Life;
import host.spore.spawn.events.Machine;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Placement;
import host.spore.spawn.events.PowerAction;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Purchase;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.Tags;
import host.spore.spawn.events.Volumes;
import host.spore.spawn.events.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code spawn launch}. */
final class LaunchSubcommand implements Subcommand {
    @Override
    public String name() {
        return "launch";
    }

    @Override
    public String summary() {
        return "Launch one instance, which ends by itself at its deadline.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("NAME", "one DNS label, by which it is reached (or --name)"),
                option(
                        "--instance-type",
                        "TYPE|TYPE…",
                        "for example c7i.large, or 'c7i.large|c7a.large|c7i.*' in the order in which to try them"),
                option("--ami", "AMI", "al2023 (default), ubuntu-24.04 or ami-…"),
                option("--ttl", "DURATION", "how long it lives, at most 365d: 2h, 7d, 2h30m; default 24h"),
                option(
                        "--idle-timeout",
                        "DURATION",
                        "stop it once idle for so long; default 1h without --ttl, off with it"),
                option("--on-idle", "ACTION", "stop (default), hibernate or terminate; spot is terminated"),
                option(
                        "--on-complete",
                        "ACTION",
                        "once its work is done: none (default), stop, hibernate or terminate"),
                option("--completion-file", "PATH", "the file on it that says so (or: spored complete)"),
                option("--completion-delay", "DURATION", "between that and what follows it"),
                option(
                        "--pre-stop",
                        "LINE|@FILE",
                        "shell that the login user runs before it stops or ends; at most " + Work.MAX_LINE_BYTES
                                + " bytes"),
                option("--pre-stop-timeout", "DURATION", "after which that is cut; default 5m, less in a short life"),
                option("--warn-minutes", "M,M,…", "before the deadline, told to whoever is logged in; default 15,5,1"),
                flag(
                        "--hibernation",
                        "it can hibernate: its root volume grows by its memory (an action hibernate implies it)"),
                flag("--spot", "a one-time spot request: cheaper, and EC2 may take it back"),
                flag(
                        "--on-demand-fallback",
                        "with --spot: on-demand where there is no spot capacity for any of the types"),
                option("--spot-max-price", "USD", "an hour, with --spot: above it there is no spot capacity"),
                option(
                        "--cost-limit",
                        "USD",
                        "end it once computing and volumes have cost so much, before its deadline if need be: 20, 2.50"),
                option(
                        "--patience",
                        "DURATION",
                        "keep trying while nothing has capacity, at most 3h; default: each candidate once"),
                option("--zone", "ZONE|ZONE…", "us-east-1a, or several in the order in which to try them; EC2 chooses"),
                option(
                        "--volume-size",
                        "GIB",
                        "of the root volume; default the image's (volumes are always encrypted)"),
                option("--volume-type", "TYPE", "of the root volume: gp3 or gp2; default the image's"),
                option("--owner", "OWNER", "for the tag owner; default: your user name"),
                OptionSpec.builder("--tag")
                        .paramLabel("KEY=VALUE")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .description("a tag of your own; may be repeated")
                        .build(),
                option(
                        "--user-data",
                        "@FILE|TEXT",
                        "a script that the login user runs; at most " + Work.MAX_USER_DATA_BYTES + " bytes"),
                option("--command", "LINE", "shell that the login user runs, in place of such a script"),
                option("--results", "DIR", "a folder on it whose files are kept in S3 once its work is done"),
                option("--key-name", "KEY", "an EC2 key pair for SSH"),
                flag("--replace", "end the instance that has the name first"),
                flag("--keep-on-error", "leave it until its deadline where its agent is not heard, to be looked at"),
                option("--name", "NAME", "the name, where a positional one is awkward"),
                OptionSpec.builder("--no-ttl")
                        .type(boolean.class)
                        .arity("0")
                        .hidden(true)
                        .build());
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        if (arguments.has("--no-ttl")) {
            throw new Refusal("--no-ttl: every instance has a deadline, so that none is forgotten;"
                    + " use --ttl with at most 365d, and spawn extend when it is not enough");
        }
        String name = name(arguments);
        return new LaunchInstance(
                envelope,
                Arguments.checked("name", () -> new Name(name)),
                owner(arguments, surroundings),
                machine(arguments),
                purchase(arguments),
                placement(arguments),
                volumes(arguments),
                life(arguments, surroundings),
                work(arguments, surroundings),
                arguments.optional("--key-name", LaunchInstance::checkedKeyName),
                tags(arguments.all("--tag")),
                arguments.has("--replace"),
                arguments.has("--keep-on-error"));
    }

    private static Machine machine(Arguments arguments) {
        String instanceType = arguments.required("--instance-type", "c7i.large", Machine::checkedInstanceType);
        String ami = arguments.optional("--ami", Machine::checkedAmi);
        return new Machine(instanceType, ami == null ? Machine.DEFAULT_AMI : ami, arguments.has("--hibernation"));
    }

    private static Purchase purchase(Arguments arguments) {
        return new Purchase(
                arguments.has("--spot"),
                arguments.has("--on-demand-fallback"),
                arguments.optional("--spot-max-price", Purchase::checkedPrice),
                arguments.optional("--patience", text -> Purchase.checkedPatience(SpawnDuration.parse(text))),
                arguments.optional("--cost-limit", Purchase::checkedCostLimit));
    }

    private static Placement placement(Arguments arguments) {
        return new Placement(arguments.optional("--zone", Placement::checkedZone), null, List.of(), null, null);
    }

    private static Volumes volumes(Arguments arguments) {
        return new Volumes(
                arguments.optional("--volume-size", LaunchSubcommand::gib),
                arguments.optional("--volume-type", Volumes::checkedType),
                null,
                List.of());
    }

    private static Life life(Arguments arguments, Surroundings surroundings) {
        return new Life(
                arguments.optional("--ttl", text -> Life.checkedTtl(SpawnDuration.parse(text))),
                arguments.optional("--idle-timeout", SpawnDuration::parse),
                arguments.optional("--on-idle", PowerAction::parse),
                arguments.optional("--on-complete", CompletionAction::parse),
                arguments.optional("--completion-file", Work::checkedPath),
                arguments.optional("--completion-delay", SpawnDuration::parse),
                arguments.optional("--pre-stop", text -> TextOrFile.PRE_STOP.of(text, surroundings.folder())),
                arguments.optional("--pre-stop-timeout", SpawnDuration::parse),
                warnMinutes(arguments));
    }

    private static Work work(Arguments arguments, Surroundings surroundings) {
        return new Work(
                arguments.optional("--user-data", text -> TextOrFile.USER_DATA.of(text, surroundings.folder())),
                arguments.optional("--command", Work::checkedLine),
                Map.of(),
                arguments.optional("--results", Work::checkedPath));
    }

    private static String name(Arguments arguments) {
        String positional = arguments.positional();
        String option = arguments.text("--name");
        if (positional != null && option != null) {
            throw new Refusal("name \"" + Printable.of(positional) + "\" and --name \"" + Printable.of(option)
                    + "\": give one of them");
        }
        return Subcommand.given(
                positional == null ? option : positional,
                "name is missing: for example spawn launch my-box --instance-type c7i.large");
    }

    private static int gib(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new Refusal("\"" + Printable.of(text) + "\": a whole number of GiB, for example 100");
        }
        return Volumes.checkedSize(Integer.parseInt(text));
    }

    private static List<Integer> warnMinutes(Arguments arguments) {
        List<Integer> minutes = arguments.optional("--warn-minutes", LaunchSubcommand::minutes);
        return minutes == null ? List.of() : minutes;
    }

    private static List<Integer> minutes(String text) {
        List<Integer> minutes = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            // Six digits are more than enough to be refused for their size, and never too many for an int.
            if (!part.matches("[0-9]{1,6}")) {
                throw new Refusal("\"" + Printable.of(text) + "\": minutes, separated by commas, for example 15,5,1");
            }
            minutes.add(Integer.parseInt(part));
        }
        return Life.checkedWarnMinutes(minutes);
    }

    private static String owner(Arguments arguments, Surroundings surroundings) {
        @Nullable String owner = arguments.optional("--owner", LaunchInstance::checkedOwner);
        return owner == null ? ownerOf(surroundings.userName()) : owner;
    }

    /** A system may allow user names that a tag does not (DOMAIN\jane), or, in a container, have none at all. */
    static String ownerOf(String userName) {
        String valid = userName.replaceAll("[^A-Za-z0-9+=.,_:/@-]+", "-").replaceAll("^-+|-+$", "");
        String cut = valid.length() > 128 ? valid.substring(0, 128) : valid;
        return cut.isEmpty() ? "unknown" : cut;
    }

    private static Tags tags(List<String> pairs) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Refusal("--tag \"" + Printable.of(pair) + "\": use key=value, for example team=web");
            }
            if (tags.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new Refusal("--tag \"" + Printable.of(pair) + "\": this key was given before; one value each");
            }
        }
        return Arguments.checked("--tag", () -> new Tags(tags));
    }
}
