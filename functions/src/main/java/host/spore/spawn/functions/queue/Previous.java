package host.spore.spawn.functions.queue;

import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a resumed run takes over from the one before it. */
final class Previous {
    private Previous() {}

    /**
     * What is done, and where the results of its job are. Jobs that run always run again: they are there for the run,
     * whichever it is.
     *
     * @param plan of the run before
     * @param rows of its jobs; none, if it did not get so far
     */
    static Map<Element, String> done(Plan plan, List<JobRow> rows) {
        Elements elements = plan.elements();
        Set<Element> finished = new HashSet<>(plan.done().keySet());
        rows.stream()
                .filter(row -> row.status() == JobStatus.DONE)
                .map(JobRow::element)
                .forEach(finished::add);
        Map<Element, String> done = new LinkedHashMap<>();
        plan.jobs().stream()
                .map(Plan.PlannedJob::node)
                .filter(node -> !node.always())
                .flatMap(node -> elements.of(node.job()).stream())
                .filter(finished::contains)
                .forEach(element -> done.put(
                        element,
                        plan.done()
                                .getOrDefault(
                                        element,
                                        plan.results().url(plan.results().job(element.job())))));
        return done;
    }
}
