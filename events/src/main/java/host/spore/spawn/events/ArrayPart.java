package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a launch has to do with an array: it asks for one, or for a member of one that there is. */
public sealed interface ArrayPart permits ArrayOrder, ArrayMember {
    JsonObject toJson();

    /** @throws Refusal when it does not go with the rest of the launch */
    void check(Name name, Purchase purchase, Work work, Tags tags, boolean replace, boolean keepOnError);

    /** A member says which one it is. */
    static @Nullable ArrayPart read(JsonObject detail) {
        if (!detail.has("array")) {
            return null;
        }
        JsonObject array = detail.object("array");
        return array.has("index") ? ArrayMember.read(array) : ArrayOrder.read(array);
    }

    /** The variables by which a workload knows its place are spawn's. */
    static void checkRoom(Work work, Tags tags) {
        work.environment().keySet().stream()
                .filter(name -> name.startsWith("JOB_ARRAY_"))
                .findFirst()
                .ifPresent(name -> {
                    throw new Refusal(
                            name + ": variables that begin with JOB_ARRAY_ are set by the array; take another name");
                });
        if (tags.values().size() > ArrayOrder.MOST_TAGS) {
            throw new Refusal(tags.values().size() + " tags: at most " + ArrayOrder.MOST_TAGS
                    + " with --array, since EC2 takes 50 and the rest tell of the array");
        }
    }
}
