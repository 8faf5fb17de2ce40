package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.LaunchSweep;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.functions.inbox.UserFile;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.sweep.Setting;
import host.spore.spawn.queues.sweep.SweepFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads and checks what came over the bus, which is open to others than the command line. */
final class Checking {
    private static final int TOLD = 10;

    private Checking() {}

    /** What a command turned out to be. */
    sealed interface Checked {}

    record Refused(String reason) implements Checked {}

    /** @param rows in order */
    record Ready(List<LaunchInstance> rows) implements Checked {}

    /**
     * @param content of its file
     * @param ceiling how many instances may live in this deployment
     */
    static Checked check(LaunchSweep command, UserFile.Content content, int ceiling) {
        if (command.concurrent() > ceiling) {
            return new Refused("--max-concurrent " + command.concurrent() + ": " + ceiling
                    + " instances may live in this deployment; give less, or raise maxInstances and deploy again");
        }
        return switch (content) {
            case UserFile.Unreadable(String reason) -> new Refused(reason);
            case UserFile.Text(String name, String text) -> read(command, name, text);
        };
    }

    private static Checked read(LaunchSweep command, String name, String text) {
        List<Problem> ofATable = new ArrayList<>();
        SweepFile.Reading reading;
        try {
            reading = SweepFile.read(
                    SweepFile.tree(text, name, ofATable),
                    new Setting(command.sweepId(), command.name(), command.owner(), command.envelope()));
        } catch (JsonException broken) {
            return new Refused(name + ": " + broken.getMessage());
        }
        if (!ofATable.isEmpty()) {
            return new Refused(told(ofATable));
        }
        return switch (reading) {
            case SweepFile.Wrong wrong -> new Refused(told(wrong.problems()));
            case SweepFile.Understood understood -> zoned(command, understood.rows());
        };
    }

    /** A row that EC2 may put anywhere cannot be counted before it is there. */
    private static Checked zoned(LaunchSweep command, List<LaunchInstance> rows) {
        if (command.maxConcurrentPerZone() != null) {
            for (int index = 0; index < rows.size(); index++) {
                if (rows.get(index).placement().zones().isEmpty()) {
                    return new Refused("row " + index + ": --max-concurrent-per-zone needs to know the zones in which"
                            + " it may be: give --zone 'us-east-1a|us-east-1b', or \"zone\" in the row");
                }
            }
        }
        return new Ready(rows);
    }

    private static String told(List<Problem> problems) {
        return problems.stream().limit(TOLD).map(Problem::toString).collect(Collectors.joining("; "))
                + (problems.size() > TOLD ? "; and " + (problems.size() - TOLD) + " more" : "");
    }
}
