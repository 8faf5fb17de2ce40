package host.spore.spawn.queues.compile;

import host.spore.spawn.queues.file.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs one after the other: a branch of a Parallel, or a machine.
 *
 * @param links at least one
 */
record Chain(List<Link> links) {
    Chain {
        links = List.copyOf(links);
    }

    String label() {
        return links.getFirst().step().label();
    }

    /** With a gate before its first link and a release behind its last one, where there are any. */
    Chain between(Optional<Gate> gate, Optional<String> release) {
        List<Link> changed = new ArrayList<>(links);
        if (gate.isPresent()) {
            Link first = changed.getFirst();
            changed.set(0, new Link(gate, first.step(), first.release()));
        }
        if (release.isPresent()) {
            Link last = changed.getLast();
            changed.set(changed.size() - 1, new Link(last.gate(), last.step(), release));
        }
        return new Chain(changed);
    }

    /**
     * @param gate that it waits at
     * @param step itself
     * @param release the label under which its end is told to the gates of others
     */
    record Link(Optional<Gate> gate, Step step, Optional<String> release) {
        static Link of(Step step) {
            return new Link(Optional.empty(), step, Optional.empty());
        }
    }

    /** What a link does. */
    sealed interface Step {
        /** Unique among the steps of a queue: a job's id, or of several the first one's and how many more. */
        String label();
    }

    /** @param unit one job, or arrays element by element */
    record Work(Unit unit, String label) implements Step {}

    /** @param job of an array, for one of its elements */
    record Element(Job job) implements Step {
        @Override
        public String label() {
            return job.id();
        }
    }

    /** @param branches that run at the same time */
    record Fan(String label, List<Chain> branches) implements Step {
        Fan {
            branches = List.copyOf(branches);
        }
    }

    /**
     * A machine of its own, because one would be too large.
     *
     * @param number of the part
     */
    record Part(String label, int number) implements Step {}
}
