package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a command is about: one instance, by its name or its id, or all those of an owner, of an array or of a sweep. Flat
 * in the message. Exactly one of the four.
 *
 * @param instance a {@link Name} or an {@link InstanceId}
 * @param owner whoever the tag {@code owner} names
 * @param array an {@link ArrayId}, or the {@link Name} of the array that lives
 * @param sweep a {@link SweepId}, or what one was made of: the name before day and letters
 */
public record Target(
        @Nullable String instance,
        @Nullable String owner,
        @Nullable String array,
        @Nullable String sweep) {
    private static final int LONGEST = 80;

    public Target {
        if (Stream.of(
                                Optional.ofNullable(instance),
                                Optional.ofNullable(owner),
                                Optional.ofNullable(array),
                                Optional.ofNullable(sweep))
                        .flatMap(Optional::stream)
                        .count()
                != 1) {
            throw new Refusal("give target (a name or an id), owner (every instance of this owner), array or sweep"
                    + " (every instance of this one), one of them");
        }
        if (instance != null && !InstanceId.looksLikeOne(instance)) {
            new Name(instance);
        }
        if (owner != null) {
            LaunchInstance.checkedOwner(owner);
        }
        if (array != null) {
            checkedGroup(array);
        }
        if (sweep != null) {
            checkedGroup(sweep);
        }
    }

    /** One instance. */
    public Target(String instance) {
        this(instance, null, null, null);
    }

    /** Every instance of this owner. */
    public static Target ofOwner(String owner) {
        return new Target(null, owner, null, null);
    }

    /** Every instance of this array. */
    public static Target ofArray(String nameOrId) {
        return new Target(null, null, nameOrId, null);
    }

    /** Every instance of this sweep. */
    public static Target ofSweep(String nameOrId) {
        return new Target(null, null, null, nameOrId);
    }

    /** The name or the id of an array or a sweep. */
    public static String checkedGroup(String text) {
        if (text.isEmpty()
                || text.length() > LONGEST
                || text.startsWith("-")
                || !text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
            throw new Refusal("\"" + Printable.of(text)
                    + "\": a name or an id of lower-case letters, digits and hyphens, for example work or"
                    + " work-20261127-3f2a1b");
        }
        return text;
    }

    /** Whether it may be about more than one instance. */
    public boolean isMany() {
        return instance == null;
    }

    /** @throws Refusal when it is about more than one instance */
    public String value() {
        if (instance == null) {
            throw new Refusal(this + ": expected one instance, by its name or its id");
        }
        return instance;
    }

    public boolean isId() {
        return instance != null && InstanceId.looksLikeOne(instance);
    }

    static Target read(JsonObject detail) {
        if (!detail.has("owner") && !detail.has("array") && !detail.has("sweep")) {
            return Fields.checked(detail, "target", Target::new);
        }
        return new Target(
                Fields.optionalString(detail, "target"),
                Fields.optional(detail, "owner", LaunchInstance::checkedOwner),
                Fields.optional(detail, "array", Target::checkedGroup),
                Fields.optional(detail, "sweep", Target::checkedGroup));
    }

    void write(JsonObject.Builder into) {
        into.put("target", instance).put("owner", owner).put("array", array).put("sweep", sweep);
    }

    /** For people. */
    @Override
    public String toString() {
        if (owner != null) {
            return "every instance of " + owner;
        }
        if (array != null) {
            return "every instance of array " + array;
        }
        return sweep == null ? String.valueOf(instance) : "every instance of sweep " + sweep;
    }
}
