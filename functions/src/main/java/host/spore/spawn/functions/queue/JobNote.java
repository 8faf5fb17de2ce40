package host.spore.spawn.functions.queue;

import host.spore.spawn.events.JobEnded;
import host.spore.spawn.events.JobEvent;
import host.spore.spawn.events.JobStarted;
import host.spore.spawn.events.Printable;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a worker's word leaves a job. All that the item says comes from the highest rank that was heard, and nothing of what it
 * said before stays, so that it is the same in whatever order the words come.
 *
 * @param element which one
 * @param rank grows with every try, and from its start to its end
 * @param status after a try that failed, whether there will be another one is not the worker's to say: it waits
 * @param reason of the status
 * @param attempt from 1
 * @param worker the instance
 * @param startedAt of the try
 * @param end empty while it runs
 */
record JobNote(
        Element element,
        long rank,
        JobStatus status,
        String reason,
        int attempt,
        String worker,
        Instant startedAt,
        Optional<End> end) {
    /**
     * The end of a try.
     *
     * @param at when
     * @param exitCode where it ended by itself
     * @param seconds that it took
     * @param results where they are
     */
    record End(Instant at, OptionalInt exitCode, int seconds, Optional<String> results) {}

    /** As long as a key of S3 may be: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
    private static final int LONGEST_PLACE = 1_200;

    /** @param heardAt when EventBridge took it: a worker's clock may be ahead */
    static JobNote of(JobEvent said, Instant heardAt) {
        Instant at = said.envelope().at().isAfter(heardAt)
                ? heardAt
                : said.envelope().at();
        Element element = new Element(said.jobId().value(), optional(said.index()));
        String attempt = "try " + said.attempt();
        return switch (said) {
            case JobStarted started ->
                new JobNote(
                        element,
                        rank(started, 0),
                        JobStatus.RUNNING,
                        attempt,
                        started.attempt(),
                        started.instanceId().value(),
                        at,
                        Optional.empty());
            case JobEnded ended ->
                new JobNote(
                        element,
                        rank(ended, 1),
                        isDone(ended) ? JobStatus.DONE : JobStatus.WAITING,
                        isDone(ended) ? "done" : attempt + ": " + told(ended),
                        ended.attempt(),
                        ended.instanceId().value(),
                        at.minusSeconds(ended.seconds()),
                        Optional.of(new End(
                                at,
                                optional(ended.exitCode()),
                                ended.seconds(),
                                Optional.ofNullable(ended.results())
                                        .map(place -> Printable.of(place, LONGEST_PLACE)))));
        };
    }

    /** @param attempt from 1 */
    static long rankOfEnd(int attempt) {
        return attempt * 2L + 1;
    }

    private static long rank(JobEvent said, int phase) {
        return said.attempt() * 2L + phase;
    }

    private static boolean isDone(JobEnded ended) {
        return switch (ended.status()) {
            case SUCCEEDED -> true;
            case FAILED, TIMED_OUT, LOST, CANCELLED -> false;
        };
    }

    /** As the machine's own error is told, where there is one. */
    private static String told(JobEnded ended) {
        return switch (ended.status()) {
            case SUCCEEDED -> "done";
            case FAILED ->
                ended.exitCode() == null ? Printable.of(ended.reason()) : JobError.told("Job.Exit." + ended.exitCode());
            case TIMED_OUT -> JobError.told("Job.TimedOut");
            case LOST -> "lost its worker (" + Printable.of(ended.reason()) + ")";
            case CANCELLED -> "killed (" + Printable.of(ended.reason()) + ")";
        };
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
