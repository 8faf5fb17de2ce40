package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this process knows about itself. */
final class Self {
    private Self() {}

    /** The resident set, as the kernel counts it; empty where it does not tell. */
    static Optional<Long> residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:") && line.endsWith(" kB")) {
                    return Optional.of(
                            Long.parseLong(line.substring(6, line.length() - 3).strip()) * 1024);
                }
            }
            return Optional.empty();
        } catch (IOException | NumberFormatException untold) {
            // The field is optional in the event: there are systems without /proc.
            return Optional.empty();
        }
    }

    /** The kernel's id of this boot: under the root prefix where that has one, else the machine's. */
    static String bootId(Root root) {
        for (Path file : new Path[] {root.bootId(), Root.of(null).bootId()}) {
            try {
                return Files.readString(file).strip();
            } catch (IOException absent) {
                // The next one, and in the end "unknown": only the flag "restarted" depends on it.
            }
        }
        return "unknown";
    }

    static String version() {
        return Version.TEXT;
    }
}
