package host.spore.spawn.cli;

import host.spore.spawn.events.RemoveAlertDestination;
import host.spore.spawn.events.TestAlertDestination;
import picocli.CommandLine.Model.CommandSpec;

/** {@code spawn alerts …}. */
final class AlertCommands {
    static final String NAME = "alerts";

    private AlertCommands() {}

    static CommandSpec spec() {
        CommandSpec alerts = CommandSpec.wrapWithoutInspection(new Object()).name(NAME);
        alerts.usageMessage().description("Be told in Slack, by mail, by SNS or over HTTPS what becomes of instances.");
        alerts.addOption(Subcommand.help());
        alerts.addSubcommand("add-destination", new AddDestinationSubcommand().spec());
        alerts.addSubcommand(
                "remove-destination",
                new DestinationSubcommand(
                                "remove-destination", "Send no more alerts there.", RemoveAlertDestination::new)
                        .spec());
        alerts.addSubcommand(
                "test-destination",
                new DestinationSubcommand(
                                "test-destination",
                                "Send one alert there; the outcome says how it went.",
                                TestAlertDestination::new)
                        .spec());
        return alerts;
    }
}
