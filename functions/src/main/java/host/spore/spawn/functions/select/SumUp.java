package host.spore.spawn.functions.select;

import host.spore.spawn.events.CommandCompleted;
import host.spore.spawn.events.InstanceResult;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.store.StoredOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides how a command about many instances ended, by how the commands about each of them did. */
final class SumUp {
    /** There is none yet, or never will be one but the reaper's. */
    static final String NO_OUTCOME = "none";

    private static final Set<String> FAILURES = Set.of("CommandFailed", "CommandRejected", NO_OUTCOME);
    private static final int NAMED = 3;

    private SumUp() {}

    /**
     * The outcome, for the flow to say.
     *
     * @param type of the event
     * @param fields of it, without its envelope and its command
     */
    record Sum(String type, JsonObject fields) {}

    static InstanceResult result(Select.Child child, Optional<StoredOutcome> outcome) {
        return new InstanceResult(
                child.instanceId(),
                child.name(),
                child.commandId(),
                outcome.map(StoredOutcome::type).orElse(NO_OUTCOME),
                outcome.isEmpty()
                        ? "its command has no outcome yet; the reaper will say one"
                        // A reason of a success, such as "idle since", is told by that command's own outcome.
                        : outcome.filter(said -> FAILURES.contains(said.type()))
                                .flatMap(said -> JsonObject.parse(said.detail()).optionalString("reason"))
                                .map(Printable::of)
                                .orElse(null));
    }

    static Sum decide(Target target, List<InstanceResult> results) {
        List<InstanceResult> failed = results.stream()
                .filter(result -> FAILURES.contains(result.outcome()))
                .toList();
        // Those that failed first: an event ends at 256 KB, and these are what somebody looks for.
        JsonArray wire = new JsonArray(Stream.concat(
                        failed.stream(), results.stream().filter(result -> !FAILURES.contains(result.outcome())))
                .limit(CommandCompleted.MOST_RESULTS)
                .<Json>map(InstanceResult::toJson)
                .toList());
        if (failed.isEmpty()) {
            return new Sum(
                    "CommandCompleted",
                    JsonObject.builder()
                            .put("owner", target.owner())
                            .put("array", target.array())
                            .put("sweep", target.sweep())
                            .put("done", results.size())
                            .put("results", wire)
                            .build());
        }
        String named = failed.stream()
                .limit(NAMED)
                .map(result -> result.name() + " (" + result.instanceId() + "): " + result.reason())
                .collect(Collectors.joining("; "));
        return new Sum(
                "CommandFailed",
                JsonObject.builder()
                        .put(
                                "reason",
                                "done for " + (results.size() - failed.size()) + " of " + results.size()
                                        + " instances of " + Select.shown(target)
                                        + ", and not for " + failed.size() + ": " + named
                                        + (failed.size() > NAMED ? "; results has the others" : ""))
                        .put("results", wire)
                        .build());
    }

    /** @param outcomes by command */
    static Sum decide(Target target, List<Select.Child> children, Map<String, StoredOutcome> outcomes) {
        return decide(
                target,
                children.stream()
                        .map(child -> result(child, Optional.ofNullable(outcomes.get(child.commandId()))))
                        .toList());
    }
}
