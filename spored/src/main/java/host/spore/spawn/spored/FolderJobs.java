package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Jobs as files: {@code NAME.json} waits, is moved to {@code running/} and answered in {@code done/}; its output is in
 * {@code logs/NAME.log}. The first by name is the next. Move a file in, do not write it in place.
 */
final class FolderJobs implements Jobs {
    private static final String SUFFIX = ".json";

    private final Path folder;

    FolderJobs(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<String> lost() throws IOException {
        return names(folder.resolve("running"));
    }

    @Override
    public Optional<Job> take() throws IOException {
        for (String name : names(folder)) {
            Path taken = Files.createDirectories(folder.resolve("running")).resolve(name + SUFFIX);
            Files.move(folder.resolve(name + SUFFIX), taken, StandardCopyOption.ATOMIC_MOVE);
            try {
                return Optional.of(Job.parse(name, JsonObject.parse(Files.readString(taken))));
            } catch (IllegalArgumentException none) {
                answer(name, new Job.End(Job.Status.REFUSED, Optional.empty(), 0, String.valueOf(none.getMessage())));
            }
        }
        return Optional.empty();
    }

    /** The answer is whole before the job is gone: a worker that dies in between answers it again, as lost. */
    @Override
    public void answer(String job, Job.End end) throws IOException {
        Path answer = folder.resolve("done").resolve(job + SUFFIX);
        if (Files.notExists(answer) || end.status() != Job.Status.LOST) {
            Disk.replace(answer, end.toJson(job).toString());
        }
        Files.deleteIfExists(folder.resolve("running").resolve(job + SUFFIX));
    }

    @Override
    public Path log(String job) throws IOException {
        return Files.createDirectories(folder.resolve("logs")).resolve(job + ".log");
    }

    private static List<String> names(Path of) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(of)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(of, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    names.add(name.substring(0, name.length() - SUFFIX.length()));
                }
            }
        }
        Collections.sort(names);
        return names;
    }
}
