package host.spore.spawn.cli;

import static host.spore.spawn.cli.Subcommand.option;

import host.spore.spawn.events.AddAlertDestination;
import host.spore.spawn.events.AlertChannel;
import host.spore.spawn.events.AlertFilter;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.AlertTarget;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn alerts add-destination}. */
final class AddDestinationSubcommand implements Subcommand {
    @Override
    public String name() {
        return "add-destination";
    }

    @Override
    public String summary() {
        return "Send alerts somewhere; what is there under this name is replaced.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("DESTINATION", "a name for it; default: made of type and target"),
                option("--type", "TYPE", "slack, sns, email or http"),
                option(
                        "--target",
                        "TARGET",
                        "an ARN, an address or an https URL; for a URL that is a secret, as a Slack webhook's is, the name of",
                        "the SSM parameter that holds it: " + AlertTarget.PARAMETERS + "slack"),
                option("--hmac-key", "PARAMETER", "for http: the SSM parameter with the key that signs what is sent"),
                option(
                        "--on",
                        "KINDS",
                        "which, separated by commas: " + words(AlertKind.values()),
                        "default: " + words(AlertKind.USUAL.toArray(new AlertKind[0]))),
                option("--name", "NAME", "only of this instance or queue; * for any letters: 'train-*'"),
                option("--owner", "OWNER", "only of what this owner launched"),
                LaunchSubcommand.repeated("--tag", "KEY=VALUE", "only of launches with this tag"),
                option(
                        "--quiet",
                        "DURATION",
                        "after an alert, keep others of its kind back so long, and tell them together"));
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        AlertChannel type = arguments.required("--type", "slack", AlertChannel::parse);
        AlertTarget to = target(type, arguments);
        DestinationId given = destination(arguments);
        List<AlertKind> on = arguments.optional("--on", AlertKind::parseAll);
        Tags tags = LaunchSubcommand.tags(arguments.all("--tag"));
        return new AddAlertDestination(
                envelope,
                given == null ? DestinationId.of(to) : given,
                to,
                on == null ? List.of() : on,
                Arguments.checked(
                        "--name",
                        () -> new AlertFilter(
                                arguments.text("--name"),
                                arguments.optional("--owner", LaunchInstance::checkedOwner),
                                tags)),
                arguments.optional("--quiet", AddAlertDestination::checkedQuiet));
    }

    private static @Nullable DestinationId destination(Arguments arguments) {
        String given = arguments.positional();
        return given == null ? null : Arguments.checked("destination", () -> new DestinationId(given));
    }

    private static AlertTarget target(AlertChannel type, Arguments arguments) {
        String target = arguments.text("--target");
        if (target == null) {
            throw new Refusal("--target is missing: for example --target " + example(type));
        }
        String key = arguments.text("--hmac-key");
        if (type == AlertChannel.HTTP && key == null) {
            // A target that is refused anyway is told first: whoever follows the second advice would only get here
            // again.
            Arguments.checked("--target", () -> AlertTarget.checkedTarget(type, target));
            throw new Refusal(
                    "--hmac-key is missing: what goes to an endpoint is signed, so that it can tell who sent it;"
                            + " store a key with  " + AlertTarget.storing("key", "a long random text")
                            + "  and give --hmac-key "
                            + AlertTarget.PARAMETERS + "key");
        }
        if (key != null) {
            if (type != AlertChannel.HTTP) {
                throw new Refusal("--hmac-key is for --type http; leave it out");
            }
            Arguments.checked("--hmac-key", () -> AlertTarget.checkedParameter(key));
        }
        return Arguments.checked("--target", () -> new AlertTarget(type, target, key));
    }

    private static String example(AlertChannel type) {
        return switch (type) {
            case SLACK -> AlertTarget.PARAMETERS + "slack";
            case SNS -> "arn:aws:sns:us-east-1:123456789012:oncall";
            case EMAIL -> "oncall@example.org";
            case HTTP -> "https://example.org/alerts";
        };
    }

    private static String words(AlertKind... kinds) {
        return AlertKind.words(List.of(kinds));
    }
}
