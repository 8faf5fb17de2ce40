package host.spore.spawn.local.systemd;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that stands for an instance's file system. Paths in unit files are those of a real machine; what exists
 * under the folder is meant there, everything else is the machine's own ({@code /bin/sh}).
 */
public record InstanceRoot(Path folder) {
    public Path inside(String absolute) {
        return folder.resolve(absolute.replaceFirst("^/+", ""));
    }

    Path resolve(String path) {
        if (!path.startsWith("/") || path.startsWith(folder + "/")) {
            return Path.of(path);
        }
        Path inside = inside(path);
        return Files.exists(inside) ? inside : Path.of(path);
    }

    Path units() {
        return inside("/etc/systemd/system");
    }

    public Path serviceLog(String unit) {
        return inside("/var/log/journal/" + unit + ".log");
    }
}
