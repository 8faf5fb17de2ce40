package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has not been taken by the bus yet, in order. The list in memory is what is sent, the files are for the next
 * life: with a full or a hanging disk, reports are sent all the same.
 */
final class Spool {
    /** An agent says a handful of things in its life; whoever has 200 waiting has no permission to publish. */
    private static final int BOUND = 200;

    private final Path folder;
    private final Lane disk;
    private final Journal journal;
    private final TreeMap<Long, Report> waiting = new TreeMap<>();

    Spool(Path folder, Lane disk, Journal journal) {
        this.folder = folder;
        this.disk = disk;
        this.journal = journal;
    }

    /** Takes up what an earlier life left behind. */
    synchronized void load() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Spool::isOurs)) {
            for (Path file : files) {
                load(file);
            }
        } catch (IOException unreadable) {
            // What was read before it is kept; the rest tells of the past, and the deadline does not need it.
            journal.say("spool: " + unreadable);
        }
        while (waiting.size() > BOUND) {
            dropOldest();
        }
    }

    private void load(Path file) throws IOException {
        try {
            Report report = Report.parse(JsonObject.parse(Files.readString(file)));
            waiting.put(Long.parseLong(file.getFileName().toString().substring(0, 12)), report);
        } catch (IllegalArgumentException broken) {
            // A disk that was full, or worse: it will be no report the next time either.
            journal.say("spool: " + file + " is no report and is deleted: " + broken.getMessage());
            Files.deleteIfExists(file);
        }
    }

    private void dropOldest() {
        Map.Entry<Long, Report> oldest = waiting.firstEntry();
        journal.say("spool: full, dropped " + oldest.getValue().detailType() + " of "
                + oldest.getValue().time());
        remove(List.of(oldest.getValue()));
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        boolean ours = name.length() == 17 && name.endsWith(".json");
        for (int i = 0; ours && i < 12; i++) {
            ours = Character.isDigit(name.charAt(i));
        }
        return ours;
    }

    synchronized void add(Report report) {
        long ordinal = waiting.isEmpty() ? 1 : waiting.lastKey() + 1;
        waiting.put(ordinal, report);
        Path file = file(ordinal);
        write(() -> Disk.replace(file, report.toJson().toString()));
        if (waiting.size() > BOUND) {
            dropOldest();
        }
    }

    synchronized void remove(Collection<Report> done) {
        List<Long> ordinals = new ArrayList<>();
        waiting.forEach((ordinal, report) -> {
            if (done.contains(report)) {
                ordinals.add(ordinal);
            }
        });
        for (long ordinal : ordinals) {
            waiting.remove(ordinal);
            Path file = file(ordinal);
            write(() -> Files.deleteIfExists(file));
        }
    }

    /** On a disk that was copied from another instance wait that one's reports, and IAM would refuse them for ever. */
    synchronized void keepOnly(String source) {
        List<Report> others = new ArrayList<>();
        for (Report report : waiting.values()) {
            if (!report.source().equals(source)) {
                others.add(report);
            }
        }
        remove(others);
    }

    synchronized List<Report> waiting() {
        return List.copyOf(waiting.values());
    }

    private Path file(long ordinal) {
        String digits = Long.toString(ordinal);
        return folder.resolve("0".repeat(12 - digits.length()) + digits + ".json");
    }

    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) {
        disk.submit(() -> {
            try {
                write.run();
            } catch (IOException full) {
                // It is still in memory and will be sent from there.
                journal.say("spool: " + full);
            }
        });
    }
}
