package host.spore.spawn.events;

/** Says what has happened, in the past tense. */
public sealed interface Event extends Message
        permits Outcome,
                AgentEvent,
                JobEvent,
                QueueStarted,
                SweepStarted,
                InstanceLaunched,
                LaunchDelayed,
                InstanceExpired,
                InstanceEnded,
                AgentUnsteady,
                InstanceObserved,
                NamesListed,
                CostWarning,
                AlertFailed,
                DriftRepaired,
                DriftReported {
    /** The source of what the control plane says. */
    String CONTROL_SOURCE = "spawn.control";
}
