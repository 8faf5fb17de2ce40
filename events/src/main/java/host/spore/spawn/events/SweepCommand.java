package host.spore.spawn.events;

/** Asks for something to be done with a sweep of parameters. */
public sealed interface SweepCommand extends Command permits LaunchSweep, CancelSweep, ResumeSweep {
    SweepId sweepId();
}
