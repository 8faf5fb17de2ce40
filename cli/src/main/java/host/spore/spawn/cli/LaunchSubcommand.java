package host.spore.spawn.cli;

import static host.spore.spawn.cli.Subcommand.flag;
import static host.spore.spawn.cli.Subcommand.option;

import host.spore.spawn.events.Access;
import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Life;
import host.spore.spawn.events.Machine;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NameZones;
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
        return "Launch one instance, or an array of them, which end by themselves at their deadline.";
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
                option(
                        "--launch-template",
                        "ID|NAME[:VERSION]",
                        "an EC2 launch template, for what no option says; what keeps an instance's end is spawn's"),
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
                option("--subnet", "ID", "of the VPC that spawn is deployed in; default the deployment's"),
                repeated(
                        "--security-group",
                        "ID",
                        "beside spawn's own, which lets nobody in; at most " + Placement.MAX_SECURITY_GROUPS
                                + ", each with the tag spawn=true"),
                option("--ssh-from", "CIDR", "who may reach port 22, for example 203.0.113.7/32; default nobody"),
                option(
                        "--public-address",
                        "yes|no",
                        "default: as the subnet has it; without one, the subnet needs another way to S3"),
                option(
                        "--dns",
                        "ZONES",
                        "where its name is written: public (default), private, both or none; docs/dns.md"),
                flag("--no-dns", "the same as --dns none"),
                option(
                        "--volume-size",
                        "GIB",
                        "of the root volume; default the image's (volumes are always encrypted)"),
                option("--volume-type", "TYPE", "of the root volume: gp3 or gp2; default the image's"),
                repeated("--volume", "GIB[:TYPE]", "a blank one beside the root volume, for example 100 or 100:gp3"),
                flag("--encrypt-volumes", "as they always are; for scripts that say so"),
                option(
                        "--kms-key",
                        "KEY",
                        "id, alias or ARN of the key for it, with the tag spawn=true; default EBS's own"),
                option("--owner", "OWNER", "for the tag owner; default: your user name"),
                repeated("--tag", "KEY=VALUE", "a tag of your own"),
                option(
                        "--user-data",
                        "@FILE|TEXT",
                        "a script that the login user runs; at most " + Work.MAX_USER_DATA_BYTES + " bytes"),
                option("--user-data-file", "FILE", "the same, as --user-data @FILE"),
                option("--command", "LINE", "shell that the login user runs, in place of such a script"),
                repeated("--env", "NAME=VALUE", "a variable of that script or command; never a secret"),
                repeated(
                        "--secret",
                        "NAME=ARN",
                        "the same from a parameter (SSM) or secret (Secrets Manager), read on the instance alone"),
                option("--results", "DIR", "a folder on it whose files are kept in S3 once its work is done"),
                option("--key-name", "KEY", "an EC2 key pair for SSH"),
                option(
                        "--array",
                        "N",
                        "so many at once, 2 to " + ArrayOrder.MAX
                                + ", called NAME-0 and on; JOB_ARRAY_INDEX tells each which it is"),
                option("--min-viable", "K", "with --array: fewer than these are none; default all of them"),
                flag("--refill", "with --array and --spot: launch again what an interruption has ended"),
                flag("--replace", "end the instance that has the name first"),
                flag("--keep-on-error", "leave it until its deadline where its agent is not heard, to be looked at"),
                option("--instance-profile", "NAME", "what it may do: one that the deployment declares"),
                flag("--no-session-manager", "it cannot be reached by Session Manager"),
                option("--name", "NAME", "the name, where a positional one is awkward"),
                OptionSpec.builder("--no-ttl")
                        .type(boolean.class)
                        .arity("0")
                        .hidden(true)
                        .build());
    }

    static OptionSpec repeated(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(description + "; may be repeated")
                .build();
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        if (arguments.has("--no-ttl")) {
            throw noTtl();
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
                access(arguments),
                tags(arguments.all("--tag")),
                arguments.has("--replace"),
                arguments.has("--keep-on-error"),
                array(arguments));
    }

    private static @Nullable ArrayOrder array(Arguments arguments) {
        Integer size = arguments.optional("--array", text -> count(text, 2, ArrayOrder.MAX));
        if (size == null) {
            refuseWithoutArray(arguments.has("--min-viable"), "--min-viable");
            refuseWithoutArray(arguments.has("--refill"), "--refill");
            return null;
        }
        Integer least = arguments.optional("--min-viable", text -> count(text, 1, size));
        return new ArrayOrder(size, least == null ? size : least, arguments.has("--refill"));
    }

    private static void refuseWithoutArray(boolean given, String option) {
        if (given) {
            throw new Refusal(option + ": this is about an array; give --array N too");
        }
    }

    private static int count(String text, int least, int most) {
        if (text.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": a whole number, " + least + " to " + most);
    }

    static Refusal noTtl() {
        return new Refusal("--no-ttl: every instance has a deadline, so that none is forgotten;"
                + " use --ttl with at most 365d, and spawn extend when it is not enough");
    }

    private static Machine machine(Arguments arguments) {
        String template = arguments.optional("--launch-template", Machine::checkedLaunchTemplate);
        String instanceType = template == null
                ? arguments.required("--instance-type", "c7i.large", Machine::checkedInstanceType)
                : arguments.optional("--instance-type", Machine::checkedInstanceType);
        return new Machine(
                instanceType,
                arguments.optional("--ami", Machine::checkedAmi),
                arguments.has("--hibernation"),
                template);
    }

    private static Access access(Arguments arguments) {
        return new Access(
                arguments.optional("--key-name", Access::checkedKeyName),
                arguments.optional("--instance-profile", Access::checkedInstanceProfile),
                !arguments.has("--no-session-manager"));
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
        return new Placement(
                arguments.optional("--zone", Placement::checkedZone),
                arguments.optional("--subnet", Placement::checkedSubnet),
                Arguments.checked(
                        "--security-group", () -> Placement.checkedSecurityGroups(arguments.all("--security-group"))),
                arguments.optional("--ssh-from", Placement::checkedCidr),
                arguments.optional("--public-address", LaunchSubcommand::yesOrNo),
                dns(arguments));
    }

    static @Nullable NameZones dns(Arguments arguments) {
        NameZones zones = arguments.optional("--dns", NameZones::parse);
        if (!arguments.has("--no-dns")) {
            return zones;
        }
        if (zones != null && zones != NameZones.NONE) {
            throw new Refusal("--no-dns with --dns " + zones.wire() + ": give one of them");
        }
        return NameZones.NONE;
    }

    private static Volumes volumes(Arguments arguments) {
        return new Volumes(
                arguments.optional("--volume-size", LaunchSubcommand::gib),
                arguments.optional("--volume-type", Volumes::checkedType),
                arguments.optional("--kms-key", Volumes::checkedKmsKey),
                arguments.all("--volume").stream()
                        .map(text -> Arguments.checked("--volume", () -> Volumes.parseData(text)))
                        .toList());
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
                userData(arguments, surroundings),
                arguments.optional("--command", Work::checkedLine),
                Arguments.checked("--env", () -> Work.checkedEnvironment(pairs(arguments, "--env", "SEED=42"))),
                Arguments.checked(
                        "--secret",
                        () -> Work.checkedSecrets(pairs(
                                arguments,
                                "--secret",
                                "TOKEN=arn:aws:ssm:us-east-1:123456789012:parameter/lab/token"))),
                arguments.optional("--results", Work::checkedPath),
                null);
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

    /** The option of a run that is resumed. */
    static ArgSpec ownerOfRun() {
        return Subcommand.option("--owner", "OWNER", "of this run, for alerts; default: your user name");
    }

    static String owner(Arguments arguments, Surroundings surroundings) {
        @Nullable String owner = arguments.optional("--owner", LaunchInstance::checkedOwner);
        return owner == null ? ownerOf(surroundings.userName()) : owner;
    }

    /** A system may allow user names that a tag does not (DOMAIN\jane), or, in a container, have none at all. */
    static String ownerOf(String userName) {
        String valid = userName.replaceAll("[^A-Za-z0-9+=.,_:/@-]+", "-").replaceAll("^-+|-+$", "");
        String cut = valid.length() > 128 ? valid.substring(0, 128) : valid;
        return cut.isEmpty() ? "unknown" : cut;
    }

    private static @Nullable String userData(Arguments arguments, Surroundings surroundings) {
        String text = arguments.text("--user-data");
        String file = arguments.text("--user-data-file");
        if (text != null && file != null) {
            throw new Refusal("--user-data and --user-data-file: give one of them");
        }
        return file == null
                ? arguments.optional("--user-data", given -> TextOrFile.USER_DATA.of(given, surroundings.folder()))
                : arguments.optional(
                        "--user-data-file", given -> TextOrFile.USER_DATA.of("@" + given, surroundings.folder()));
    }

    static Boolean yesOrNo(String text) {
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            case String other -> throw new Refusal("\"" + Printable.of(other) + "\": yes or no");
        };
    }

    /** A value is never shown: it may be what nobody should see, given to the wrong option. */
    static Map<String, String> pairs(Arguments arguments, String option, String example) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : arguments.all(option)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Refusal("a name and a value, for example " + example);
            }
            String name = pair.substring(0, equals);
            if (pairs.put(name, pair.substring(equals + 1)) != null) {
                throw new Refusal(Printable.of(name) + ": given before; one value each");
            }
        }
        return pairs;
    }

    static Tags tags(List<String> pairs) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Refusal("--tag \"" + Printable.of(pair) + "\": use key=value, for example team=web");
            }
            if (pair.startsWith("spawn:")) {
                // The language knows some of a sweep's own, which nobody gives by hand.
                throw new Refusal("--tag \"" + Printable.of(pair.substring(0, equals))
                        + "\": keys that begin with spawn: or aws: are reserved; take another prefix");
            }
            if (tags.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new Refusal("--tag \"" + Printable.of(pair) + "\": this key was given before; one value each");
            }
        }
        return Arguments.checked("--tag", () -> new Tags(tags));
    }
}
