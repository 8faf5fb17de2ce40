package host.spore.spawn.events;

/** Asks for something, in the imperative. Every accepted command has exactly one {@link Outcome}. */
public sealed interface Command extends Message
        permits LaunchInstance, InstanceCommand, QueueCommand, SweepCommand, AlertCommand {
    /** The source of commands that the command line publishes. */
    String SOURCE = "spawn.cli";
}
