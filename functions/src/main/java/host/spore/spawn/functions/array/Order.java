package host.spore.spawn.functions.array;

import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The array that a launch is about.
 *
 * @param commandId the launch
 * @param id see {@link ArrayId}
 * @param name see {@link Name}
 * @param size that was asked for
 * @param minViable fewer are none
 */
record Order(String commandId, ArrayId id, Name name, int size, int minViable) {
    /** @param input {@code {commandId, name, array:{id, size, minViable}}} */
    static Order read(JsonObject input) {
        JsonObject array = input.object("array");
        return new Order(
                input.string("commandId"),
                new ArrayId(array.string("id")),
                new Name(input.string("name")),
                Math.toIntExact(array.integer("size")),
                Math.toIntExact(array.integer("minViable")));
    }

    List<Name> memberNames() {
        return IntStream.range(0, size).mapToObj(this::memberName).toList();
    }

    Name memberName(int index) {
        return ArrayOrder.memberName(name, index);
    }

    String memberId(int index) {
        return ArrayOrder.memberId(commandId, index);
    }
}
