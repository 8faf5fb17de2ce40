package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which instances and queues a destination wants to hear of; all that is given must hold. Flat in the message.
 *
 * @param name of an instance, or a queue's id, with {@code *} for any letters: {@code train-*}
 * @param owner of the launch
 * @param tags that the launch gave
 */
public record AlertFilter(@Nullable String name, @Nullable String owner, Tags tags) {
    /** Everything. */
    public static final AlertFilter NONE = new AlertFilter(null, null, Tags.NONE);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._*-]{1,63}");

    public AlertFilter {
        if (name != null) {
            checkedName(name);
        }
        if (owner != null) {
            LaunchInstance.checkedOwner(owner);
        }
    }

    /** Whether it asks for what only the launch itself tells. */
    public boolean asksForTheLaunch() {
        return owner != null || !tags.values().isEmpty();
    }

    /**
     * @param aboutName of the instance or queue; null where it is about none
     * @param byOwner null where nobody knows
     * @param tagged of the launch
     */
    public boolean takes(@Nullable String aboutName, @Nullable String byOwner, Map<String, String> tagged) {
        return (name == null || (aboutName != null && matches(name, aboutName)))
                && (owner == null || owner.equals(byOwner))
                && tags.values().entrySet().stream()
                        .allMatch(tag -> tag.getValue().equals(tagged.get(tag.getKey())));
    }

    /** By hand, in time that grows with the product of the lengths: a pattern of many stars must not cost a minute. */
    private static boolean matches(String pattern, String text) {
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean[] next = new boolean[text.length() + 1];
            if (c == '*') {
                next[0] = reached[0];
                for (int j = 1; j < next.length; j++) {
                    next[j] = reached[j] || next[j - 1];
                }
            } else {
                for (int j = 1; j < next.length; j++) {
                    next[j] = reached[j - 1] && text.charAt(j - 1) == c;
                }
            }
            reached = next;
        }
        return reached[text.length()];
    }

    private static String checkedName(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text)
                    + "\": the name of an instance or a queue, with * for any letters, for example train-*");
        }
        return text;
    }

    static AlertFilter read(JsonObject detail) {
        return new AlertFilter(
                Fields.optional(detail, "name", AlertFilter::checkedName),
                Fields.optional(detail, "owner", LaunchInstance::checkedOwner),
                Fields.tags(detail, "tags"));
    }

    void write(JsonObject.Builder into) {
        into.put("name", name).put("owner", owner);
        if (!tags.values().isEmpty()) {
            into.put("tags", tags.values());
        }
    }
}
