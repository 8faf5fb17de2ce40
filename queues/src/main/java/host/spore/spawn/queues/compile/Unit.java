package host.spore.spawn.queues.compile;

import host.spore.spawn.queues.file.Job;
import java.util.List;

/**
 * What the graph has as one node: a job, or arrays that wait for one another element by element and for nothing else in
 * between, which are one Map whose elements are sequences.
 *
 * @param jobs at least one, in order
 */
record Unit(List<Job> jobs) {
    Unit {
        jobs = List.copyOf(jobs);
    }

    Job first() {
        return jobs.getFirst();
    }

    boolean isArray() {
        return first().array().isPresent();
    }
}
