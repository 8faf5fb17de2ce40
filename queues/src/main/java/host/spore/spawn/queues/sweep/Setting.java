package host.spore.spawn.queues.sweep;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.SweepId;

/**
 * What rows have from their sweep.
 *
 * @param sweepId see {@link SweepId}
 * @param name for people
 * @param owner of rows that name none
 * @param envelope of the command
 */
public record Setting(SweepId sweepId, Name name, String owner, Envelope envelope) {
    public Setting {
        LaunchInstance.checkedOwner(owner);
    }
}
