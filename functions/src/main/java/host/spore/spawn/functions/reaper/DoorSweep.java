package host.spore.spawn.functions.reaper;

import host.spore.spawn.functions.ec2.SshDoors;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes the groups of SSH that no instance has. A launch may be about to take one that was found a moment ago; it then
 * makes it anew, so this need not be exact: an old one that is not used is removed, a young one never.
 */
final class DoorSweep {
    static final Duration YOUNG = Duration.ofHours(1);

    private final SshDoors doors;
    private final Findings findings;

    DoorSweep(SshDoors doors, Findings findings) {
        this.doors = doors;
        this.findings = findings;
    }

    void run(Instant now) {
        findings.attempt(
                "look after the SSH groups",
                () -> doors.all().stream()
                        .filter(door -> !door.madeAt().plus(YOUNG).isAfter(now))
                        .forEach(door -> findings.attempt(
                                "remove the SSH group " + door.groupId(),
                                () -> findings.tidy(
                                        "remove an SSH group that no instance has",
                                        door.groupId() + " (" + door.from() + ")",
                                        () -> doors.remove(door.groupId())))));
    }
}
