package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * Asks for a member of an array anew, in place of one that has ended. The control plane says so, not a user.
 *
 * @param id of the array
 * @param name of the array
 * @param size that was asked for
 * @param index from 0
 * @param launch the command that launched the array
 * @param after the instance that it follows, from which it takes over the name
 * @param turn from 1, how many there have been in this place
 * @param until the deadline of the one before: it never lives longer
 */
public record ArrayMember(
        ArrayId id, Name name, int size, int index, String launch, InstanceId after, int turn, Instant until)
        implements ArrayPart {
    /** A place whose instance is taken away so often is given up. */
    public static final int MOST_TURNS = 10;

    public ArrayMember {
        Ids.checked(launch);
        if (size < 2 || size > ArrayOrder.MAX) {
            throw new Refusal("/array/size: " + size + ": 2 to " + ArrayOrder.MAX);
        }
        if (index < 0 || index >= size) {
            throw new Refusal("/array/index: " + index + ": 0 to " + (size - 1));
        }
        if (turn < 1 || turn > MOST_TURNS) {
            throw new Refusal("/array/turn: " + turn + ": 1 to " + MOST_TURNS);
        }
    }

    @Override
    public void check(Name called, Purchase purchase, Work work, Tags tags, boolean replace, boolean keepOnError) {
        if (!called.equals(ArrayOrder.memberName(name, index))) {
            throw new Refusal("/name: \"" + called + "\": member " + index + " of " + name + " is called "
                    + ArrayOrder.memberName(name, index));
        }
        if (replace || work.worker() != null) {
            throw new Refusal("/array: a member of an array replaces nothing and is no worker");
        }
        ArrayPart.checkRoom(work, tags);
    }

    static ArrayMember read(JsonObject array) {
        return new ArrayMember(
                Fields.checked(array, "id", ArrayId::new),
                Fields.checked(array, "name", Name::new),
                Fields.integer(array, "size"),
                Fields.integer(array, "index"),
                Fields.checked(array, "launch", Ids::checked),
                Fields.checked(array, "after", InstanceId::new),
                Fields.integer(array, "turn"),
                Fields.instant(array, "until"));
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("id", id.value())
                .put("name", name.value())
                .put("size", size)
                .put("index", index)
                .put("launch", launch)
                .put("after", after.value())
                .put("turn", turn)
                .put("until", Instants.format(until))
                .build();
    }
}
