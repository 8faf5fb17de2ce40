package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Asks for an array: so many instances in one call to EC2, alike but for their index.
 *
 * @param size how many, 2 to {@value #MAX}
 * @param minViable fewer than these are none: then the launch fails, and nothing of it is left
 * @param refill a member that a spot interruption has ended is launched again
 */
public record ArrayOrder(int size, int minViable, boolean refill) implements ArrayPart {
    /** @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">RunInstances' bucket</a> */
    public static final int MAX = 1_000;

    /** EC2 takes 50, of which an instance of an array has up to 21 of spawn's. */
    static final int MOST_TAGS = 28;

    public ArrayOrder {
        if (size < 2 || size > MAX) {
            throw new Refusal("--array " + size + ": 2 to " + MAX + " instances"
                    + (size == 1 ? "; for one, leave out --array" : ""));
        }
        if (minViable < 1 || minViable > size) {
            throw new Refusal("--min-viable " + minViable + ": 1 to " + size + ", the size of the array");
        }
    }

    /** All of them or none. */
    public ArrayOrder(int size) {
        this(size, size, false);
    }

    @Override
    public void check(Name called, Purchase purchase, Work work, Tags tags, boolean replace, boolean keepOnError) {
        memberName(called, size - 1);
        refuse(replace, "--replace", "end the instances that have the names first");
        refuse(keepOnError, "--keep-on-error", "launch one alone, and look at that");
        refuse(work.worker() != null, "/worker", "a queue has its own way to have many");
        if (refill && !purchase.spot()) {
            throw new Refusal("--refill: launches again what a spot interruption has ended, so give --spot, too");
        }
        ArrayPart.checkRoom(work, tags);
    }

    private static void refuse(boolean given, String option, String instead) {
        if (given) {
            throw new Refusal("--array with " + option + ": this goes with one instance only; " + instead);
        }
    }

    /** What the member with this index is called. */
    public static Name memberName(Name array, int index) {
        String name = array + "-" + index;
        try {
            return new Name(name);
        } catch (Refusal tooLong) {
            throw new Refusal("--array: its members are called " + array + "-0, " + array + "-1 and on, and \"" + name
                    + "\" has " + name.length() + " characters: a name has at most 63; take a shorter one");
        }
    }

    /** The launch of a member: the same array always has the same ones. */
    public static String memberId(String commandId, int index) {
        return Ids.hash("member", commandId, Integer.toString(index));
    }

    static ArrayOrder read(JsonObject array) {
        int size = Fields.integer(array, "size");
        return new ArrayOrder(
                size, array.has("minViable") ? Fields.integer(array, "minViable") : size, array.bool("refill", false));
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("size", size)
                .put("minViable", minViable)
                .put("refill", refill)
                .build();
    }
}
