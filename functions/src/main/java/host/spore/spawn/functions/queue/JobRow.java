package host.spore.spawn.functions.queue;

import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The item of a job, of an array as a whole, or of an element of one.
 *
 * @param element which one; an array as a whole has no index
 * @param status see {@link JobStatus}
 * @param reason of the status, for people
 * @param waitingFor ids of the jobs that it waits for
 * @param elementsDone of an array as a whole: which of them are done
 * @param facts what workers have said
 * @param endedAt when it came to its end
 */
record JobRow(
        Element element,
        JobStatus status,
        Optional<String> reason,
        Set<String> waitingFor,
        Set<Integer> elementsDone,
        Facts facts,
        Optional<Instant> endedAt) {
    JobRow {
        waitingFor = Set.copyOf(waitingFor);
        elementsDone = Set.copyOf(elementsDone);
    }

    /**
     * What workers say of a job; of its last try.
     *
     * @param attempt the number of the try, from 1
     * @param worker the instance
     * @param startedAt of the try
     * @param exitCode where it ended by itself
     * @param seconds of the try
     * @param results where they are
     */
    record Facts(
            OptionalInt attempt,
            Optional<String> worker,
            Optional<Instant> startedAt,
            OptionalInt exitCode,
            Optional<Long> seconds,
            Optional<String> results) {
        static final Facts NONE = new Facts(
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());

        /** These, and of the others what these do not say. */
        Facts or(Facts others) {
            return new Facts(
                    attempt.isPresent() ? attempt : others.attempt,
                    worker.or(others::worker),
                    startedAt.or(others::startedAt),
                    exitCode.isPresent() ? exitCode : others.exitCode,
                    seconds.or(others::seconds),
                    results.or(others::results));
        }
    }

    static JobRow waiting(Element element, Set<String> waitingFor, String reason) {
        return new JobRow(
                element, JobStatus.WAITING, Optional.of(reason), waitingFor, Set.of(), Facts.NONE, Optional.empty());
    }

    /** As it is once it has come to its end. */
    JobRow ended(JobStatus how, String why, Instant at) {
        return new JobRow(
                element, how, Optional.of(why), Set.of(), elementsDone, facts, endedAt.or(() -> Optional.of(at)));
    }

    /** On its way still. */
    JobRow at(JobStatus where, String why) {
        return new JobRow(element, where, Optional.of(why), waitingFor, elementsDone, facts, endedAt);
    }

    JobRow with(Facts known) {
        return new JobRow(element, status, reason, waitingFor, elementsDone, facts.or(known), endedAt);
    }

    JobRow withDone(Set<Integer> elements) {
        return new JobRow(element, status, reason, waitingFor, elements, facts, endedAt);
    }
}
