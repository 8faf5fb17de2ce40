package host.spore.spawn.functions.queue;

import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The jobs of a run as they stand before it begins. */
final class FirstRows {
    private final Plan plan;
    private final Elements elements;
    private final Instant now;

    private FirstRows(Plan plan, Instant now) {
        this.plan = plan;
        this.elements = plan.elements();
        this.now = now;
    }

    /** A row per job and, of an array, one per element beside that of the whole. */
    static List<JobRow> of(Plan plan, Instant now) {
        FirstRows first = new FirstRows(plan, now);
        List<JobRow> rows = new ArrayList<>();
        plan.jobs().forEach(job -> first.add(job.node(), rows));
        return rows;
    }

    private void add(Elements.Node node, List<JobRow> rows) {
        JobRow whole = isDone(node.job())
                ? done(Element.of(node.job()), elements.of(node.job()).getFirst())
                : waiting(node);
        if (node.array().isEmpty()) {
            rows.add(whole);
            return;
        }
        List<Element> all = elements.of(node.job());
        Set<Integer> finished = all.stream()
                .filter(plan.done()::containsKey)
                .map(element -> element.index().orElse(0))
                .collect(Collectors.toCollection(TreeSet::new));
        rows.add(whole.withDone(finished));
        all.forEach(element -> rows.add(
                plan.done().containsKey(element)
                        ? done(element, element)
                        : JobRow.waiting(element, Set.of(), "waits with its array")));
    }

    private JobRow waiting(Elements.Node node) {
        Set<String> waitsFor = elements.dependencies(node.job()).stream()
                .map(Dependency::job)
                .filter(job -> !isDone(job))
                .collect(Collectors.toCollection(TreeSet::new));
        String reason = !waitsFor.isEmpty()
                ? "waits for " + String.join(", ", waitsFor)
                : node.always() ? "waits for the end of all other jobs" : "ready, waits for a worker";
        return JobRow.waiting(Element.of(node.job()), waitsFor, reason);
    }

    private boolean isDone(String job) {
        return elements.of(job).stream().allMatch(plan.done()::containsKey);
    }

    /** @param as the element whose place it has */
    private JobRow done(Element element, Element as) {
        String place = plan.done().get(as);
        String results = element.index().isPresent() ? place + element.index().getAsInt() + "/" : place;
        return new JobRow(
                element,
                JobStatus.DONE,
                Optional.of("done by an earlier run"),
                Set.of(),
                Set.of(),
                new JobRow.Facts(
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.ofNullable(results)),
                Optional.of(now));
    }
}
