package host.spore.spawn.local.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The tools that stand first on an instance's path, because the real ones would reach the machine. */
final class Shims {
    /** Answered by the host. */
    private static final List<String> HOST = List.of(
            "systemctl",
            "systemd-run",
            "systemd-notify",
            "shutdown",
            "poweroff",
            "halt",
            "reboot",
            "wall",
            "journalctl",
            "logger",
            "hostnamectl",
            "timedatectl",
            "crontab");

    private static final Map<String, List<String>> SCRIPTS = Map.of(
            "shim.sh", HOST,
            "as-user.sh", List.of("sudo", "runuser", "su", "setpriv"),
            "users.sh",
                    List.of(
                            "id",
                            "getent",
                            "useradd",
                            "usermod",
                            "groupadd",
                            "adduser",
                            "chown",
                            "chgrp",
                            "passwd",
                            "loginctl"));

    private Shims() {}

    /** Writes them anew: the port of the host changes with every start of the host. */
    static void write(Path folder, String instance, int port) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, List<String>> entry : SCRIPTS.entrySet()) {
            String script = resource(entry.getKey())
                    .replace("@PORT@", Integer.toString(port))
                    .replace("@INSTANCE@", instance);
            for (String tool : entry.getValue()) {
                Path file = folder.resolve(tool);
                Files.writeString(file, script);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Shims.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource " + name + " is missing from this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
