package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a command is about: one instance, by its name or its id, or every instance of an owner. Flat in the message.
 *
 * @param instance a {@link Name} or an {@link InstanceId}; exactly one of this
 * @param owner and this: whoever the tag {@code owner} names
 */
public record Target(@Nullable String instance, @Nullable String owner) {
    public Target {
        if ((instance == null) == (owner == null)) {
            throw new Refusal("give target (a name or an id) or owner (every instance of this owner), one of them");
        }
        if (instance != null && !InstanceId.looksLikeOne(instance)) {
            new Name(instance);
        }
        if (owner != null) {
            LaunchInstance.checkedOwner(owner);
        }
    }

    /** One instance. */
    public Target(String instance) {
        this(instance, null);
    }

    /** Every instance of this owner. */
    public static Target ofOwner(String owner) {
        return new Target(null, owner);
    }

    /** Whether it is for {@link #owner} to say which instances. */
    public boolean isMany() {
        return owner != null;
    }

    /** @throws Refusal when it is about more than one instance */
    public String value() {
        if (instance == null) {
            throw new Refusal("owner " + owner + ": expected one instance, by its name or its id");
        }
        return instance;
    }

    public boolean isId() {
        return instance != null && InstanceId.looksLikeOne(instance);
    }

    static Target read(JsonObject detail) {
        if (!detail.has("owner")) {
            return Fields.checked(detail, "target", Target::new);
        }
        String owner = Fields.checked(detail, "owner", LaunchInstance::checkedOwner);
        return new Target(Fields.optionalString(detail, "target"), owner);
    }

    void write(JsonObject.Builder into) {
        into.put("target", instance).put("owner", owner);
    }

    /** For people. */
    @Override
    public String toString() {
        return instance == null ? "every instance of " + owner : instance;
    }
}
