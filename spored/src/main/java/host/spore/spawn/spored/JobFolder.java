package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one try has on the disk: its working folder, its output, and its scripts, for its own user alone to read.
 *
 * @param path gone when it has been answered
 */
record JobFolder(Path path) {
    private static final FileAttribute<?> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** @param name for whoever looks at the disk; another one each time */
    static JobFolder create(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        JobFolder folder = new JobFolder(Files.createTempDirectory(parent, name + "-", OWN));
        Files.createDirectory(folder.work());
        Files.createFile(folder.stdout());
        Files.createFile(folder.stderr());
        return folder;
    }

    Path work() {
        return path.resolve("work");
    }

    Path stdout() {
        return path.resolve("stdout.log");
    }

    Path stderr() {
        return path.resolve("stderr.log");
    }

    /** Who runs here: the leader's number, and when it was started. */
    Path leader() {
        return path.resolve("leader");
    }

    /**
     * Writes a command down, to be run by {@link Session#script}. In files of bytes, never as an argument or a variable of
     * this process: those go through the character set of the machine's language, and stand in the list of processes.
     *
     * @param name of the command: {@code command}, {@code pre}, {@code post}
     */
    Path script(String name, String shell, Map<String, String> environment) throws IOException {
        Path command = write(name + ".sh", shell + "\n");
        StringBuilder start = new StringBuilder("exec /usr/bin/env");
        // By env, not by export: the shell has variables of its own, which it lets nobody set.
        environment.forEach((variable, value) -> start.append(' ').append(quoted(variable + "=" + value)));
        start.append(" /bin/bash ").append(quoted(command.toString())).append('\n');
        return write(name + ".start", start.toString());
    }

    private Path write(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, OWN_FILE);
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    }

    /** For a shell, which then reads every byte as it stands. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Links are removed, not followed. */
    void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                // A job may have made folders that it cannot write to itself.
                if (!Files.isWritable(folder)) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
