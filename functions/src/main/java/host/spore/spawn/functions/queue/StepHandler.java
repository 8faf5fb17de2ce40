package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.wake.Callbacks;
import host.spore.spawn.queues.compile.Settlement;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the compiled machines ask: {@code {"step":"release", "run", "of"}} opens the gates that waited for this alone,
 * {@code {"step":"settle", "run", "failure":{"job", "error", "index"?}}} notes a failure and what is skipped for it. Each may
 * be asked again at any point of itself: it finds what it has done, and does the rest.
 */
public final class StepHandler extends JsonHandler {
    private static final String SKIPPED = "Job.Skipped";

    private final RunRows rows;
    private final JobRows jobs;
    private final Gates gates;
    private final Plans plans;
    private final Callbacks callbacks;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public StepHandler() {
        this(Adapters.ofProcess());
    }

    private StepHandler(Adapters aws) {
        this(
                aws.runRows(),
                aws.jobRows(),
                aws.gates(),
                aws.documents(),
                aws.callbacks(),
                aws.environment(),
                InstantSource.system());
    }

    StepHandler(
            RunRows rows,
            JobRows jobs,
            Gates gates,
            Documents documents,
            Callbacks callbacks,
            Environment environment,
            InstantSource clock) {
        this.rows = rows;
        this.jobs = jobs;
        this.gates = gates;
        this.plans = new Plans(documents, environment.required("SPAWN_RESULTS_BUCKET"));
        this.callbacks = callbacks;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        String step = input.string("step");
        Plan plan = plan(input.string("run"));
        int answered = switch (step) {
            case "release" -> release(plan, input.string("of"));
            case "settle" -> settle(plan, input.object("failure"));
            default -> throw new IllegalArgumentException("/step: \"" + step + "\": release or settle");
        };
        invocation.log().info(step, field("runId", plan.runId()), field("answered", answered));
        return JsonObject.builder().put("answered", answered).build();
    }

    private Plan plan(String run) {
        return plans.known(run).orElseGet(() -> {
            RunRow row = rows.read(run).orElseThrow(() -> new IllegalStateException("there is no run " + run));
            return plans.of(row.queueId(), run);
        });
    }

    private int release(Plan plan, String label) {
        int answered = 0;
        for (String target : plan.awaiting(label)) {
            answered += answer(gates.release(plan.runId(), target, label));
        }
        return answered;
    }

    private int settle(Plan plan, JsonObject failure) {
        Element failed = Plan.element(failure);
        Instant now = clock.instant();
        note(plan, failed, failure.string("error"), now);
        Settlement settlement = Settlement.of(plan.elements(), plan.onFailure(), plan.gates(), failed);
        String cause = "skipped: " + failed.job() + " failed";
        List<JobRow> skipped = whole(plan.elements(), settlement.skipped()).stream()
                .map(element -> JobRow.waiting(element, Set.of(), cause).ended(JobStatus.SKIPPED, cause, now))
                .toList();
        jobs.end(plan.runId(), skipped, EnumSet.of(JobStatus.WAITING), Kept.until(now, plan.timeoutSeconds()));
        int answered = 0;
        for (String target : settlement.gates()) {
            answered += answer(gates.skip(plan.runId(), target, cause));
        }
        return answered;
    }

    /** The machine's word counts, also where a worker has said something better meanwhile. */
    private void note(Plan plan, Element failed, String error, Instant now) {
        String reason = JobError.told(error);
        List<JobRow> noted = new ArrayList<>();
        noted.add(JobRow.waiting(failed, Set.of(), reason)
                .ended(JobStatus.FAILED, reason, now)
                .with(known(plan, failed, error)));
        if (failed.index().isPresent()) {
            String which = "element " + failed.index().getAsInt() + ": " + reason;
            noted.add(JobRow.waiting(Element.of(failed.job()), Set.of(), which).ended(JobStatus.FAILED, which, now));
        }
        jobs.end(
                plan.runId(),
                noted,
                EnumSet.of(JobStatus.WAITING, JobStatus.RUNNING, JobStatus.DONE),
                Kept.until(now, plan.timeoutSeconds()));
    }

    /** The worker's own word may come later, or never; where its logs are is what a user of a failed job asks first. */
    private static JobRow.Facts known(Plan plan, Element failed, String error) {
        QueuePlaces places = plan.results();
        return new JobRow.Facts(
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                JobError.exitCode(error),
                Optional.empty(),
                JobError.isTold(error)
                        ? Optional.of(places.url(places.job(failed.job(), failed.index())))
                        : Optional.empty());
    }

    /** An array of which nothing runs is noted as a whole: its elements are filled in when the run ends. */
    static List<Element> whole(Elements elements, Set<Element> skipped) {
        Map<String, Set<Element>> byJob = new LinkedHashMap<>();
        skipped.forEach(element -> byJob.computeIfAbsent(element.job(), job -> new LinkedHashSet<>())
                .add(element));
        List<Element> noted = new ArrayList<>();
        byJob.forEach((job, some) -> {
            if (some.size() == elements.of(job).size()) {
                noted.add(Element.of(job));
            } else {
                noted.addAll(some);
            }
        });
        return noted;
    }

    /** @return how many waited for this answer */
    private int answer(Gates.State state) {
        return switch (state) {
            case Gates.Missing missing -> 0;
            case Gates.Shut shut -> 0;
            case Gates.Open(Optional<String> token) ->
                token.filter(parked -> callbacks.succeed(
                                        parked, JsonObject.builder().build()))
                                .isPresent()
                        ? 1
                        : 0;
            case Gates.Skipped(Optional<String> token) ->
                token.filter(parked -> callbacks.fail(parked, SKIPPED, "what it waited for did not end well"))
                                .isPresent()
                        ? 1
                        : 0;
        };
    }
}
