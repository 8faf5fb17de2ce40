package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The latest runs of queues, and one of them in full: its graph, and where each job stands and why. */
final class QueuesPage {
    /** Of runs in the list. */
    static final int MOST_RUNS = 12;

    private static final List<String> ORDER = List.of("failed", "running", "waiting", "cancelled", "skipped", "done");

    private QueuesPage() {}

    /** One run as a whole. */
    record Shown(QueueRun run, Optional<Graph> graph, List<QueueJob> jobs) {}

    /** @param shown empty: there is none */
    static Html of(List<QueueRun> latest, Optional<Shown> shown, Frame frame) {
        if (latest.isEmpty() && shown.isEmpty()) {
            return Part.page(frame, "Queues", Part.nothing("No queue has run. spawn queue submit FILE --workers 2"));
        }
        List<Html> parts = new ArrayList<>();
        shown.ifPresent(run -> one(run, frame, parts));
        parts.add(table(latest, frame));
        return Part.page(frame, "Queues", parts.toArray(Html[]::new));
    }

    private static Html table(List<QueueRun> runs, Frame frame) {
        return frame.isNarrow()
                ? Part.table(
                        "The latest runs",
                        List.of("Queue", "Status"),
                        runs.stream()
                                .map(run -> List.of(
                                        Part.cell(name(run, frame), Html.text(when(run, frame))),
                                        Part.cell(
                                                status(run),
                                                Html.text(run.reason().orElse("")))))
                                .toList())
                : Part.table(
                        "The latest runs",
                        List.of("Queue", "Status", "Began", "Why"),
                        runs.stream()
                                .map(run -> List.of(
                                        Part.cell(name(run, frame), Html.text("of " + run.owner())),
                                        Part.cell(status(run)),
                                        Part.cell(when(run, frame)),
                                        Part.cell(run.reason().orElse(""))))
                                .toList());
    }

    private static Html name(QueueRun run, Frame frame) {
        return Html.of(Tag.SPAN)
                .addAll(Part.button(
                        frame,
                        run.queueId(),
                        "plain",
                        Part.Where.HERE,
                        JsonObject.builder()
                                .put("widget", Widget.QUEUES.word())
                                .put("run", run.runId())
                                .build()));
    }

    private static Html status(QueueRun run) {
        return Part.word(JobWords.tone(run.status()), run.status());
    }

    private static String when(QueueRun run, Frame frame) {
        Instant end = run.endedAt().orElse(frame.now());
        return Wording.clock(run.startedAt(), frame)
                + (run.isOver() ? ", took " : ", for ")
                + Wording.span(Duration.between(run.startedAt(), end));
    }

    private static void one(Shown shown, Frame frame, List<Html> parts) {
        QueueRun run = shown.run();
        Map<String, QueueJob> wholes = shown.jobs().stream()
                .filter(job -> job.index().isEmpty())
                .collect(Collectors.toMap(QueueJob::id, job -> job, (one, _) -> one));
        Map<String, Long> counts =
                wholes.values().stream().collect(Collectors.groupingBy(QueueJob::status, Collectors.counting()));
        List<Html> figures = new ArrayList<>();
        figures.add(Part.figure(
                run.queueId(), run.status(), JobWords.tone(run.status()).css()));
        figures.add(Part.figure("" + run.jobs(), run.jobs() == 1 ? "job" : "jobs"));
        ORDER.stream()
                .filter(counts::containsKey)
                .forEach(status -> figures.add(Part.figure("" + counts.get(status), status)));
        parts.add(Part.sum(figures.toArray(Html[]::new)));
        run.reason().ifPresent(reason -> parts.add(Part.note(reason)));
        shown.graph().ifPresent(graph -> {
            if (graph.nodes().size() <= GraphPicture.MOST) {
                Map<String, String> statuses = new HashMap<>();
                wholes.forEach((id, job) -> statuses.put(id, progress(job, graph)));
                parts.add(GraphPicture.of(graph, statuses));
            } else {
                parts.add(Part.note("Too many jobs for a picture; spawn queue graph FILE draws them all."));
            }
        });
        parts.add(jobs(shown.jobs(), wholes, frame));
        parts.addAll(Part.more(shown.jobs().size() - (long) Part.MOST_ROWS, "job", "jobs"));
    }

    private static String progress(QueueJob job, Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.id().equals(job.id()) && node.array().isPresent() && !job.isOver())
                .map(node -> job.status() + ", " + job.elementsDone() + " of "
                        + node.array().getAsInt())
                .findFirst()
                .orElse(job.status());
    }

    private static Html jobs(List<QueueJob> jobs, Map<String, QueueJob> wholes, Frame frame) {
        List<QueueJob> sorted = jobs.stream()
                .sorted(Comparator.comparingInt((QueueJob job) -> {
                            int place = ORDER.indexOf(job.status());
                            return place < 0 ? ORDER.size() : place;
                        })
                        .thenComparing(QueueJob::id)
                        .thenComparingInt(job -> job.index().orElse(-1)))
                .limit(Part.MOST_ROWS)
                .toList();
        return frame.isNarrow()
                ? Part.table(
                        "Jobs of this run",
                        List.of("Job", "Why, or what it came to"),
                        sorted.stream()
                                .map(job -> List.of(
                                        Part.cell(Html.text(job.label()), status(job)),
                                        Part.cell(Html.text(why(job, wholes)), Html.text(ran(job, frame)))))
                                .toList())
                : Part.table(
                                "Jobs of this run",
                                List.of("Job", "Status", "Why, or what it came to", "Ran"),
                                sorted.stream()
                                        .map(job -> List.of(
                                                Part.cell(job.label()),
                                                Part.cell(status(job)),
                                                Part.cell(why(job, wholes)),
                                                Part.cell(ran(job, frame))))
                                        .toList())
                        .css("list");
    }

    private static Html status(QueueJob job) {
        return Part.word(JobWords.tone(job.status()), job.status());
    }

    /** What a job waits for is what has not ended of it by now: its item keeps what it was at the beginning. */
    private static String why(QueueJob job, Map<String, QueueJob> wholes) {
        if (!job.status().equals("waiting") || job.waitingFor().isEmpty()) {
            return job.reason()
                    .filter(text -> !text.isBlank())
                    .orElseGet(() -> job.exitCode().isPresent()
                            ? "exit code " + job.exitCode().getAsInt()
                            : "");
        }
        Set<String> left = job.waitingFor().stream()
                .filter(id -> !Optional.ofNullable(wholes.get(id))
                        .map(QueueJob::isOver)
                        .orElse(false))
                .collect(Collectors.toSet());
        return left.isEmpty()
                ? "ready, waits for a worker"
                : "waits for " + left.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String ran(QueueJob job, Frame frame) {
        return job.startedAt()
                .map(from -> Wording.span(Duration.between(from, job.endedAt().orElse(frame.now())))
                        + job.worker().map(worker -> " on " + worker).orElse("")
                        + (job.attempt().orElse(1) > 1
                                ? ", try " + job.attempt().getAsInt()
                                : ""))
                .orElse("");
    }
}
