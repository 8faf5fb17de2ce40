package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a worker's work comes from, and where its answers go. */
interface Jobs {
    /** Those that an earlier worker took and did not answer. */
    List<String> lost() throws IOException;

    /** The next one, which is now this worker's; empty when there is none. What is no job is answered here. */
    Optional<Job> take() throws IOException;

    /** Once; a job that is not answered is lost. */
    void answer(String job, Job.End end) throws IOException;

    /** Where its output goes. */
    Path log(String job) throws IOException;
}
