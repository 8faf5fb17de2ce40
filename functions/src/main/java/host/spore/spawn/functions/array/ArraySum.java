package host.spore.spawn.functions.array;

import host.spore.spawn.events.ArrayReady;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceReady;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.store.StoredOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides how an array's launch ended, by how those of its members did. */
final class ArraySum {
    private static final int NAMED = 3;
    private static final int LONGEST_REASON = 300;

    private ArraySum() {}

    /**
     * What EC2 launched.
     *
     * @param index see {@link Integer}
     * @param id see {@link InstanceId}
     */
    record Member(int index, InstanceId id) {}

    /** Either of the two. */
    sealed interface Decision {
        /** What must not live on. */
        List<InstanceId> toEnd();

        /**
         * Enough of them are ready.
         *
         * @param ready how many
         * @param failed the others, by index
         * @param toEnd those of the others that EC2 had launched; their launches have ended them, unless they died first
         */
        record Enough(int ready, List<ArrayReady.Failure> failed, List<InstanceId> toEnd) implements Decision {}

        /**
         * Too few are, so there is to be none.
         *
         * @param reason for people
         * @param toEnd all of them
         */
        record TooFew(String reason, List<InstanceId> toEnd) implements Decision {}
    }

    /** @param outcomes of the members' launches, by index; absent where one has none */
    static Decision decide(Order order, List<Member> members, Map<Integer, StoredOutcome> outcomes) {
        Map<Integer, InstanceId> launched = new LinkedHashMap<>();
        members.forEach(member -> launched.put(member.index(), member.id()));
        List<ArrayReady.Failure> failed = new ArrayList<>();
        List<InstanceId> toEnd = new ArrayList<>();
        for (int index = 0; index < order.size(); index++) {
            InstanceId id = launched.get(index);
            if (id == null) {
                failed.add(new ArrayReady.Failure(index, null, "EC2 had no room for it"));
            } else if (!isReady(outcomes.get(index))) {
                failed.add(new ArrayReady.Failure(index, id, reason(outcomes.get(index))));
                toEnd.add(id);
            }
        }
        int ready = order.size() - failed.size();
        return ready >= order.minViable()
                ? new Decision.Enough(ready, List.copyOf(failed), List.copyOf(toEnd))
                : new Decision.TooFew(
                        tooFew(order, ready, failed),
                        members.stream().map(Member::id).toList());
    }

    private static boolean isReady(@Nullable StoredOutcome outcome) {
        return outcome != null && outcome.type().equals(InstanceReady.class.getSimpleName());
    }

    private static String reason(@Nullable StoredOutcome outcome) {
        return outcome == null
                ? "its launch ended without an outcome"
                : Printable.of(
                        JsonObject.parse(outcome.detail())
                                .optionalString("reason")
                                .orElse(outcome.type()),
                        LONGEST_REASON);
    }

    private static String tooFew(Order order, int ready, List<ArrayReady.Failure> failed) {
        return ready + " of " + order.size() + " instances became ready, and "
                + (order.minViable() == order.size()
                        ? "all of them must (--min-viable says how many are enough)"
                        : "--min-viable is " + order.minViable())
                + "; nothing of the array is left. "
                + failed.stream()
                        .limit(NAMED)
                        .map(one -> order.memberName(one.index()) + ": " + one.reason())
                        .collect(Collectors.joining("; "))
                + (failed.size() > NAMED ? "; and " + (failed.size() - NAMED) + " more" : "");
    }
}
