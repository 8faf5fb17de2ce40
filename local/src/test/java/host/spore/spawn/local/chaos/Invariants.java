package host.spore.spawn.local.chaos;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What must hold whatever happened, in memory as on the embedded cloud: every command has one outcome and at most one
 * instance, every instance one end, none before its deadline without a cause, none long after it.
 */
public final class Invariants {
    private static final Set<String> PROGRESS = Set.of(
            "InstanceLaunched",
            "LaunchDelayed",
            "AgentUnsteady",
            "CostWarning",
            "DriftRepaired",
            "DriftReported",
            "InstanceObserved",
            "NamesListed");

    private static final Set<String> ENDS = Set.of("InstanceExpired", "InstanceEnded");

    private final Collection<Said> said;
    private final List<String> wrong;

    /**
     * @param said everything that the control plane said
     * @param wrong to which every breach is added
     */
    public Invariants(Collection<Said> said, List<String> wrong) {
        this.said = said;
        this.wrong = wrong;
    }

    /** An event of the control plane's. */
    public record Said(Instant at, String type, JsonObject detail) {}

    /**
     * The whole life of an instance.
     *
     * @param tags as EC2 had them last
     * @param row of the table, empty if it is lost
     * @param endedAt by EC2's clock; null while it lives
     * @param reason EC2's code
     * @param grace after its deadline in which it must be gone
     * @param toldWithin after its end, within which that must be said; null where nothing is promised
     */
    public record Life(
            String id,
            Map<String, String> tags,
            Map<String, AttributeValue> row,
            @Nullable Instant endedAt,
            boolean spot,
            String reason,
            Duration grace,
            @Nullable Duration toldWithin) {
        Optional<String> command() {
            return Optional.ofNullable(tags.get("spawn:command"));
        }

        /** A launch for an array has said how many are enough; one for a place in it has not. */
        private int mostOfItsLaunch() {
            return tags.containsKey("spawn:array-min-viable")
                    ? Integer.parseInt(tags.getOrDefault("spawn:array-size", "1"))
                    : 1;
        }

        private Instant tagged() {
            return Instant.parse(tags.getOrDefault("ttl", ""));
        }

        private Optional<Instant> recorded() {
            return Optional.ofNullable(row.get("deadline"))
                    .map(AttributeValue::s)
                    .map(Instant::parse);
        }

        /** A tag that the row has left behind, because it was shortened, is not what counts. */
        private Instant latestDeadline() {
            boolean isOld = left().filter(at -> !tagged().isAfter(at)).isPresent();
            return recorded().filter(at -> isOld || tagged().isBefore(at)).orElseGet(this::tagged);
        }

        private Optional<Instant> left() {
            return Optional.ofNullable(row.get("shortened_from"))
                    .map(AttributeValue::s)
                    .map(Instant::parse);
        }

        private Instant earliestDeadline() {
            return recorded().filter(tagged()::isAfter).orElseGet(this::tagged);
        }
    }

    /** Exactly one for each, however often it was said. */
    public void everyCommandHasOneOutcome(Collection<String> commands) {
        Map<String, Set<String>> ids = new HashMap<>();
        said.stream()
                .filter(event -> !PROGRESS.contains(event.type()) && !ENDS.contains(event.type()))
                .forEach(event -> event.detail()
                        .optionalString("commandId")
                        .ifPresent(command -> ids.computeIfAbsent(command, id -> new HashSet<>())
                                .add(event.type() + " " + event.detail().string("id"))));
        // The commands that others were made of have one each, too.
        Set<String> all = new HashSet<>(ids.keySet());
        all.addAll(commands);
        all.forEach(command -> {
            Set<String> outcomes = ids.getOrDefault(command, Set.of());
            if (outcomes.size() != 1) {
                wrong.add(command + " has " + outcomes.size() + " outcomes: " + outcomes);
            }
        });
    }

    public void noCommandLaunchedTwice(Collection<Life> lives) {
        Map<String, Integer> launched = new HashMap<>();
        Map<String, Integer> most = new HashMap<>();
        lives.forEach(life -> {
            launched.merge(life.command().orElse(""), 1, Integer::sum);
            most.put(life.command().orElse(""), life.mostOfItsLaunch());
        });
        launched.forEach((command, machines) -> {
            if (machines > most.getOrDefault(command, 1)) {
                wrong.add(command + " launched " + machines + " instances");
            }
        });
    }

    public void everyLifeEndsOnceAndInTime(Collection<Life> lives) {
        Map<String, Instant> acknowledged = new HashMap<>();
        said.stream()
                .filter(event -> event.type().equals("DeadlineExtended"))
                .forEach(event -> acknowledged.merge(
                        event.detail().string("instanceId"),
                        Instant.parse(event.detail().string("deadline")),
                        (one, other) -> one.isAfter(other) ? one : other));
        // What was promised before a shortening is no promise any more.
        Set<String> shortened = new HashSet<>();
        said.stream()
                .filter(event -> event.type().equals("DeadlineShortened"))
                .forEach(event -> shortened.add(event.detail().string("instanceId")));
        lives.stream().filter(life -> life.left().isPresent()).forEach(life -> shortened.add(life.id()));
        acknowledged.keySet().removeAll(shortened);
        Map<String, Set<JsonObject>> ends = new HashMap<>();
        Map<String, Instant> told = new HashMap<>();
        said.stream().filter(event -> ENDS.contains(event.type())).forEach(event -> {
            String instance = event.detail().string("instanceId");
            told.putIfAbsent(instance, event.at());
            ends.computeIfAbsent(instance, id -> new HashSet<>()).add(event.detail());
        });
        lives.forEach(life -> check(
                life,
                Optional.ofNullable(acknowledged.get(life.id())),
                ends.getOrDefault(life.id(), Set.of()),
                told.getOrDefault(life.id(), Instant.MAX)));
    }

    private void check(Life life, Optional<Instant> acknowledged, Set<JsonObject> ends, Instant toldAt) {
        Instant ended = life.endedAt();
        if (ended == null) {
            wrong.add(life.id() + " lives");
            return;
        }
        if (ended.isAfter(life.latestDeadline().plus(life.grace()))) {
            wrong.add(life.id() + " outlived " + life.latestDeadline() + " until " + ended);
        }
        if (ends.size() != 1) {
            wrong.add(life.id() + " has " + ends.size() + " ends: " + ends);
            return;
        }
        Duration within = life.toldWithin();
        if (within != null && toldAt.isAfter(ended.plus(within))) {
            wrong.add(life.id() + " ended at " + ended + ", which was told at " + toldAt);
        }
        JsonObject end = ends.iterator().next();
        Instant promised = acknowledged.orElseGet(life::earliestDeadline);
        if (ended.isBefore(promised) && !isAllowed(life, end.optionalString("cause"))) {
            wrong.add(life.id() + " ended at " + ended + ", before " + promised + ": " + end);
        }
    }

    private static boolean isAbout(JsonObject detail, Life life) {
        return detail.optionalString("instanceId").equals(Optional.of(life.id()));
    }

    /** Whoever is said to have ended it before its time has done so. */
    private boolean isAllowed(Life life, Optional<String> cause) {
        return switch (cause.orElse("expired")) {
            // A row that was lost has forgotten the command; its outcome has not.
            case "command", "idle", "finished" ->
                life.row().containsKey("terminate_command")
                        || said.stream()
                                .anyMatch(event -> event.type().equals("InstanceTerminated")
                                        && event.detail().string("instanceId").equals(life.id()));
            case "launch" ->
                said.stream()
                        .anyMatch(event -> (event.type().equals("LaunchFailed")
                                        && (event.detail()
                                                        .optionalString("commandId")
                                                        .equals(life.command())
                                                || isAbout(event.detail(), life)))
                                // Of an array that is ready without it.
                                || (event.type().equals("ArrayReady")
                                        && event.detail().objects("failed").stream()
                                                .anyMatch(failed -> isAbout(failed, life))));
            // Whether it had cost so much, whoever knows the price must see.
            case "cost" -> life.tags().containsKey("spawn:cost-limit");
            case "spot" -> life.spot();
            case "user" -> life.reason().equals("Client.UserInitiatedShutdown");
            // EC2 forgets why within the hour.
            case "unknown" -> true;
            // What a user or EC2 ends in the very last seconds is told as an end at the deadline; nobody of ours did
            // it.
            case "expired" -> !life.row().containsKey("ended_by_keeper");
            default -> false;
        };
    }
}
