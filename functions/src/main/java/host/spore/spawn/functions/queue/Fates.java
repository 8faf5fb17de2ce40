package host.spore.spawn.functions.queue;

import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How every job of a run ended: by what is in the table, by the histories where that says nothing, and by the verdict. */
final class Fates {
    private final Plan plan;
    private final Elements elements;
    private final Map<Element, JobRow> rows;
    private final Map<Element, JobRow> first;
    private final Map<Element, Tries> tries;
    private final Verdict.Ends ends;
    private final Instant now;

    /**
     * @param rows as they are in the table
     * @param tries none, if the table says enough
     */
    Fates(Plan plan, List<JobRow> rows, Map<Element, Tries> tries, Verdict.Ends ends, Instant now) {
        this.plan = plan;
        this.elements = plan.elements();
        this.rows = byElement(rows);
        this.first = byElement(FirstRows.of(plan, now));
        this.tries = tries;
        this.ends = ends;
        this.now = now;
    }

    private static Map<Element, JobRow> byElement(List<JobRow> rows) {
        return rows.stream().collect(Collectors.toMap(JobRow::element, Function.identity()));
    }

    /** Whether the table leaves open how some of them ended. */
    static boolean areOpen(Plan plan, List<JobRow> rows) {
        Set<Element> over = rows.stream()
                .filter(row -> row.status().isOver())
                .map(JobRow::element)
                .collect(Collectors.toSet());
        Elements elements = plan.elements();
        return !plan.jobs().stream()
                .map(job -> job.node().job())
                .flatMap(job -> elements.of(job).stream())
                .allMatch(over::contains);
    }

    /**
     * As far as it is known without a verdict: what runs, by its job.
     *
     * @return for each job, in the order of the file, itself or its elements
     */
    Map<String, List<JobRow>> known() {
        Map<String, List<JobRow>> known = new LinkedHashMap<>();
        plan.jobs()
                .forEach(job -> known.put(
                        job.node().job(),
                        elements.of(job.node().job()).stream()
                                .map(element -> known(job, element))
                                .toList()));
        return known;
    }

    private JobRow known(Plan.PlannedJob job, Element element) {
        // Where the item was lost or never made: what an earlier run has done is done.
        JobRow row =
                rows.getOrDefault(element, first.getOrDefault(element, JobRow.waiting(element, Set.of(), "waits")));
        Tries its = tries.get(element);
        if (its != null) {
            row = row.with(its.facts());
        }
        if (row.status().isOver()) {
            return row;
        }
        JobRow whole = rows.get(Element.of(element.job()));
        if (whole != null && whole.status() == JobStatus.SKIPPED) {
            return row.ended(JobStatus.SKIPPED, whole.reason().orElse("skipped"), now);
        }
        if (its != null) {
            return byHistory(job, row, its);
        }
        return ranOut(job) && succeeded(job) ? row.ended(JobStatus.DONE, "done", now) : row;
    }

    private JobRow byHistory(Plan.PlannedJob job, JobRow row, Tries its) {
        return switch (its.state()) {
            case Tries.Succeeded(Instant at) -> row.ended(JobStatus.DONE, "done", at);
            case Tries.Failed(String error, Instant at) -> {
                String reason = "try " + its.number() + ": " + JobError.told(error);
                yield job.retry().isOver(its.used(), error) || ranOut(job)
                        ? row.ended(JobStatus.FAILED, reason, at)
                        : row.at(JobStatus.WAITING, reason);
            }
            case Tries.Open(boolean started) -> started ? row.at(JobStatus.RUNNING, "try " + its.number()) : row;
        };
    }

    /** Whether its machine came to its end by itself: nothing is tried again then. */
    private boolean ranOut(Plan.PlannedJob job) {
        return machine(job)
                .filter(end ->
                        end.status() == Runs.Status.SUCCEEDED || end.error().equals(Optional.of("Queue.JobsFailed")))
                .isPresent();
    }

    private boolean succeeded(Plan.PlannedJob job) {
        return machine(job).filter(end -> end.status() == Runs.Status.SUCCEEDED).isPresent();
    }

    private Optional<Runs.Execution> machine(Plan.PlannedJob job) {
        return job.node().always() ? ends.always() : ends.main();
    }

    /** The jobs that failed, each once; of an array, its first failed element says why. */
    static List<JobRow> failed(Map<String, List<JobRow>> known) {
        List<JobRow> failed = new ArrayList<>();
        known.forEach((job, some) -> some.stream()
                .filter(row -> row.status() == JobStatus.FAILED)
                .findFirst()
                .ifPresent(failed::add));
        return failed;
    }

    static int done(Map<String, List<JobRow>> known) {
        return (int) known.values().stream()
                .filter(some -> some.stream().allMatch(row -> row.status() == JobStatus.DONE))
                .count();
    }

    /** All of them at their end, in the same order. */
    Map<String, List<JobRow>> ended(Map<String, List<JobRow>> known, Verdict verdict) {
        List<JobRow> failed = failed(known);
        Map<String, List<JobRow>> ended = new LinkedHashMap<>();
        known.forEach((job, some) -> ended.put(
                job,
                some.stream()
                        .map(row -> row.status().isOver() ? row : ended(row, verdict, failed))
                        .toList()));
        return ended;
    }

    private JobRow ended(JobRow row, Verdict verdict, List<JobRow> failed) {
        boolean begun =
                row.status() == JobStatus.RUNNING || row.facts().attempt().isPresent();
        if (verdict.failure().isEmpty()) {
            return row.ended(JobStatus.DONE, "done", now);
        }
        return switch (verdict.failure().get()) {
            case STOPPED, JOBS_FAILED -> {
                String cause = cause(row.element(), failed);
                yield begun
                        ? row.ended(JobStatus.CANCELLED, "killed, since " + cause + " and on_failure is stop", now)
                        : row.ended(JobStatus.SKIPPED, "skipped: " + cause, now);
            }
            case CANCELLED ->
                row.ended(JobStatus.CANCELLED, (begun ? "killed" : "not begun") + ": the queue was cancelled", now);
            case TIMED_OUT ->
                row.ended(JobStatus.CANCELLED, (begun ? "killed" : "not begun") + ": the queue's time was up", now);
            case NO_WORKERS -> row.ended(JobStatus.CANCELLED, "no worker was left to run it", now);
            case ERROR ->
                row.ended(JobStatus.CANCELLED, (begun ? "killed" : "not begun") + ": the run ended with an error", now);
        };
    }

    /** The failure that it waited behind, else the first one. */
    private String cause(Element element, List<JobRow> failed) {
        String job = failed.stream()
                .map(JobRow::element)
                .filter(one -> elements.after(one).contains(element))
                .findFirst()
                .or(() -> failed.stream().map(JobRow::element).findFirst())
                .map(Element::job)
                .orElse("another job");
        return job + " failed";
    }

    /** An array as a whole. */
    static JobRow whole(String job, List<JobRow> some, Optional<JobRow> row, Instant now) {
        JobStatus status = JobStatus.DONE;
        for (JobStatus worse : List.of(JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.SKIPPED)) {
            if (some.stream().anyMatch(one -> one.status() == worse)) {
                status = worse;
                break;
            }
        }
        JobStatus worst = status;
        List<JobRow> such = some.stream().filter(one -> one.status() == worst).toList();
        String reason = status == JobStatus.DONE
                ? "all " + some.size() + " elements are done"
                : such.size() + " of " + some.size() + " elements "
                        + status.wire() + "; "
                        + such.getFirst().element().index().orElse(0) + ": "
                        + such.getFirst().reason().orElse("");
        return row.orElseGet(() -> JobRow.waiting(Element.of(job), Set.of(), reason))
                .ended(status, reason, now);
    }
}
