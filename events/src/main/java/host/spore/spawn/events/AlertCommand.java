package host.spore.spawn.events;

/** Asks for something to be done with a destination of alerts. */
public sealed interface AlertCommand extends Command
        permits AddAlertDestination, RemoveAlertDestination, TestAlertDestination {
    DestinationId destination();
}
