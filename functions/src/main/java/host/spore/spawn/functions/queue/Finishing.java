package host.spore.spawn.functions.queue;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sums a run up: what it was, how each job ended. Cut short anywhere, it is gone on with by asking again. */
final class Finishing {
    private final RunRows rows;
    private final JobRows jobs;
    private final Documents documents;
    private final Runs runs;
    private final String bucket;
    private final InstantSource clock;

    Finishing(RunRows rows, JobRows jobs, Documents documents, Runs runs, String bucket, InstantSource clock) {
        this.rows = rows;
        this.jobs = jobs;
        this.documents = documents;
        this.runs = runs;
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * From its first write on nothing that is said of the run counts any more.
     *
     * @return its summary
     */
    JsonObject finish(Plan plan, Optional<Verdict.FlowError> flowError, Machinery machinery) {
        RunRow run = rows.change(plan.runId(), new RunChange.Finishing())
                .orElseThrow(() -> new IllegalStateException("run " + plan.runId() + " ended meanwhile"));
        Verdict.Ends ends = ends(plan, machinery);
        boolean outlived = run.outlived() || ends.isRunning();
        if (outlived) {
            endWhatRuns(plan, machinery);
        }
        List<JobRow> before = jobs.all(plan.runId());
        Map<Element, Tries> tries = Fates.areOpen(plan, before) ? Tries.of(histories(plan, machinery)) : Map.of();
        Instant now = clock.instant();
        Fates fates = new Fates(plan, before, tries, ends, now);
        Map<String, List<JobRow>> known = fates.known();
        Verdict verdict = Verdict.of(
                plan,
                new Verdict.Marks(run.cancel().map(CancelMark::reason), run.noWorkers(), flowError, outlived),
                ends,
                Fates.failed(known),
                Fates.done(known));
        Map<String, List<JobRow>> ended = fates.ended(known, verdict);
        Map<String, JobRow> byJob = byJob(ended, before, now);
        write(plan, before, ended, byJob, now);
        JsonObject summary = Summary.of(run, verdict, ended, byJob, now);
        write(plan, summary.toString());
        rows.change(
                plan.runId(),
                new RunChange.Ended(
                        verdict.failure().isEmpty() ? RunStatus.COMPLETED : RunStatus.FAILED, verdict.reason(), now));
        return summary;
    }

    private Verdict.Ends ends(Plan plan, Machinery machinery) {
        return new Verdict.Ends(end(plan, machinery, "main"), end(plan, machinery, "always"));
    }

    private Optional<Runs.Execution> end(Plan plan, Machinery machinery, String root) {
        return plan.executions().stream()
                .filter(execution -> execution.machine().equals(root))
                .findFirst()
                .flatMap(execution -> runs.describe(machinery.execution(plan.runId(), plan.hash(), execution)));
    }

    /**
     * The flow failed and left its graph behind: nothing of a run goes on when it is over. Noted first: asked again, we
     * would take it for one that somebody else has stopped.
     */
    private void endWhatRuns(Plan plan, Machinery machinery) {
        rows.change(plan.runId(), new RunChange.Outlived());
        Stopping.all(runs, machinery, plan, "Queue.Over", "the queue's flow is over");
    }

    private List<List<Runs.Event>> histories(Plan plan, Machinery machinery) {
        List<List<Runs.Event>> histories = new ArrayList<>();
        plan.executions()
                .forEach(execution ->
                        histories.add(runs.history(machinery.execution(plan.runId(), plan.hash(), execution))));
        return histories;
    }

    private static Map<String, JobRow> byJob(Map<String, List<JobRow>> ended, List<JobRow> before, Instant now) {
        Map<Element, JobRow> rows = new LinkedHashMap<>();
        before.forEach(row -> rows.put(row.element(), row));
        Map<String, JobRow> byJob = new LinkedHashMap<>();
        ended.forEach((job, some) -> byJob.put(
                job,
                some.getFirst().element().index().isEmpty()
                        ? some.getFirst()
                        : Fates.whole(job, some, Optional.ofNullable(rows.get(Element.of(job))), now)));
        return byJob;
    }

    /** Those that have their end in the table keep it. */
    private void write(
            Plan plan, List<JobRow> before, Map<String, List<JobRow>> ended, Map<String, JobRow> byJob, Instant now) {
        Set<Element> over = before.stream()
                .filter(row -> row.status().isOver())
                .map(JobRow::element)
                .collect(Collectors.toSet());
        List<JobRow> open = Stream.concat(
                        byJob.values().stream(), ended.values().stream().flatMap(List::stream))
                .filter(row -> !over.contains(row.element()))
                .distinct()
                .toList();
        jobs.end(
                plan.runId(),
                open,
                EnumSet.of(JobStatus.WAITING, JobStatus.RUNNING),
                Kept.until(now, plan.timeoutSeconds()));
    }

    /** In its own place last: it is the sign that the run is over. */
    private void write(Plan plan, String summary) {
        QueuePlaces own = QueuePlaces.own(bucket, plan.queueId(), plan.runId());
        if (!plan.results().equals(own)) {
            documents.write(plan.results().bucket(), plan.results().latestSummary(), summary);
            documents.write(plan.results().bucket(), plan.results().summary(), summary);
        }
        documents.write(bucket, own.latestSummary(), summary);
        documents.write(bucket, own.summary(), summary);
    }
}
