package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.RowChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether an agent starts again and again. Its first word makes a launch ready, so that nobody waits longer than
 * the machine takes; a crash loop shows by the words that follow. They come at most once for each start, and systemd
 * starts it again within seconds.
 */
final class Steady {
    static final int MOST = 3;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private Steady() {}

    /** @param at when EventBridge took the event */
    static RowChange change(InstanceRow row, RowChange heard, AgentStarted started, Instant at) {
        // A start after a boot is none of these: whoever stops and starts a machine every minute may.
        if (!started.restarted()) {
            return heard;
        }
        String mine = started.envelope().id() + "@";
        List<String> recent = new ArrayList<>();
        for (String restart : row.text(Column.AGENT_RESTARTS).orElse("").split(" ")) {
            if (restart.startsWith(mine)) {
                // Told again.
                return heard;
            }
            if (!restart.isEmpty() && at(restart).isAfter(at.minus(WINDOW))) {
                recent.add(restart);
            }
        }
        recent.add(mine + at);
        RowChange noted = heard.set(
                Column.AGENT_RESTARTS,
                String.join(" ", recent.subList(Math.max(0, recent.size() - MOST), recent.size())));
        return recent.size() >= MOST && !row.has(Column.AGENT_UNSTEADY_AT)
                ? noted.set(Column.AGENT_UNSTEADY_AT, at)
                : noted;
    }

    /** For people. */
    static String reason(InstanceRow row) {
        return "spored was started again " + MOST + " times within " + WINDOW.toMinutes()
                + " minutes, and may not keep the"
                + " deadline, which the other keepers do; it tells nothing of idleness, and nothing of spot: look at its"
                + " journal (aws ssm start-session --target " + row.id()
                + ", then journalctl -u spored), or end it: spawn"
                + " terminate " + row.text(Column.NAME).orElse(row.id().value());
    }

    private static Instant at(String restart) {
        return Instant.parse(restart.substring(restart.indexOf('@') + 1));
    }
}
