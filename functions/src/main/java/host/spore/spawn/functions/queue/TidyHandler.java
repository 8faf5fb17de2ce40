package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * When a queue has ended, and not within a day of the last time: removes machines and activities of queues that have not run for
 * 30 days. The event becomes {@code {"removed": […], "kept"}}. A queue that is run again after that has them made anew. Where
 * no queue runs any more nothing of this does either: machines that are not run cost nothing.
 */
public final class TidyHandler extends JsonHandler {
    private static final Duration SELDOM = Duration.ofDays(1);

    private final OldMachines machines;
    private final LastTidied last;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public TidyHandler() {
        this(Environment.ofProcess());
    }

    private TidyHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private TidyHandler(Environment environment, Clients clients) {
        this(
                new StepFunctionsOldMachines(clients.stepFunctions()),
                new DynamoLastTidied(clients.dynamoDb(), environment.required("SPAWN_QUEUES_TABLE")),
                InstantSource.system());
    }

    TidyHandler(OldMachines machines, LastTidied last, InstantSource clock) {
        this.machines = machines;
        this.last = last;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        Instant now = clock.instant();
        if (last.read().filter(at -> at.plus(SELDOM).isAfter(now)).isPresent()) {
            return Answers.did("nothing: it was tidied within a day");
        }
        List<String> removed = new ArrayList<>();
        int kept = 0;
        for (Tidying.Set set : Tidying.sets(machines.all(Machinery.PREFIX))) {
            if (isUnused(set, now)) {
                set.all().forEach(made -> {
                    machines.delete(made.arn());
                    removed.add(made.name());
                });
            } else {
                kept += set.all().size();
            }
        }
        // Last, so that what was cut off is gone on with after the next queue.
        last.note(now);
        invocation.log().info("tidied", field("removed", removed.size()), field("kept", kept));
        return JsonObject.builder()
                .put("removed", JsonArray.ofStrings(removed))
                .put("kept", kept)
                .build();
    }

    /**
     * Tags are asked for at one a second, so only of what was made long ago. The date is looked at last: a run that begins
     * meanwhile writes it before it looks for its machines.
     */
    private boolean isUnused(Tidying.Set set, Instant now) {
        return Tidying.isOld(set, Map.of(), now)
                && Tidying.isOld(set, tags(set), now)
                && set.machines().stream().noneMatch(machine -> machines.isRunning(machine.arn()))
                && Tidying.isOld(set, tags(set), now);
    }

    private Map<String, String> tags(Tidying.Set set) {
        return set.root().map(root -> machines.tags(root.arn())).orElse(Map.of());
    }
}
