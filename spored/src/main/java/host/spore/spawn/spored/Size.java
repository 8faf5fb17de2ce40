package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** What the jobs of a machine may use of it. */
final class Size {
    /** As its unit's limit: what is left is the agent's and the system's. */
    private static final int PERCENT = 90;

    private Size() {}

    static QueueJob.Need of(Root root) {
        Path ours = root.proc("meminfo");
        return new QueueJob.Need(
                Runtime.getRuntime().availableProcessors(),
                memoryMb(Files.exists(ours) ? ours : Path.of("/proc/meminfo")) * PERCENT / 100);
    }

    private static long memoryMb(Path meminfo) {
        try {
            for (String line : Files.readAllLines(meminfo)) {
                if (line.startsWith("MemTotal:")) {
                    StringTokenizer words = new StringTokenizer(line.substring(9));
                    return Long.parseLong(words.nextToken()) / 1024;
                }
            }
            throw new IOException("no MemTotal");
        } catch (IOException | NumberFormatException unknown) {
            // Then it is the user's word that counts, and the kernel's.
            return Long.MAX_VALUE / 100;
        }
    }
}
