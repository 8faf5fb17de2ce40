package host.spore.spawn.events;

/** How a command ended: exactly one for every accepted command. Its id is {@link Ids#outcomeOf}. */
public sealed interface Outcome extends Event
        permits CommandRejected,
                CommandFailed,
                CommandCompleted,
                LaunchRejected,
                LaunchFailed,
                InstanceReady,
                ArrayReady,
                DeadlineExtended,
                DeadlineShortened,
                InstanceTerminated,
                InstanceStopped,
                InstanceHibernated,
                InstanceStarted,
                QueueCompleted,
                QueueFailed,
                QueueCancelled,
                SweepCompleted,
                SweepFailed,
                SweepCancelled,
                AlertDestinationAdded,
                AlertDestinationRemoved,
                AlertDestinationTested {
    String commandId();

    String commandType();
}
