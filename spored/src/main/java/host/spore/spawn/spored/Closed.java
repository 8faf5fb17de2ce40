package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Why a worker runs no jobs, though it takes them.
 *
 * @param ending of each of them
 * @param words what was written when that came about
 */
record Closed(Ending ending, Optional<JobFolder> words) {
    /** Into the logs of a job that hears of it: else nobody would see them. */
    void tell(JobFolder job) throws IOException {
        if (words.isPresent()) {
            Files.copy(words.get().stdout(), job.stdout(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(words.get().stderr(), job.stderr(), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
