package host.spore.spawn.events;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of an instance: one DNS label (RFC 1123), lower case, because it becomes part of a host name.
 *
 * @param value {@code [a-z0-9]([a-z0-9-]*[a-z0-9])?}, at most 63 characters
 */
public record Name(String value) {
    private static final int MAX = 63;

    public Name {
        if (!isLabel(value)) {
            String suggestion = suggest(value);
            throw new Refusal("\"" + Printable.of(value) + "\": lower-case letters, digits and hyphens, at most 63"
                    + (suggestion.isEmpty() ? ", for example my-box" : "; did you mean " + suggestion + "?"));
        }
        // An instance id is looked up as an id, so a name of that shape could never be found.
        if (InstanceId.looksLikeOne(value)) {
            throw new Refusal("\"" + value + "\": this is the shape of an instance id; take another name");
        }
    }

    private static boolean isLabel(String text) {
        if (text.isEmpty() || text.length() > MAX || text.startsWith("-") || text.endsWith("-")) {
            return false;
        }
        return text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static String suggest(String text) {
        String label =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String cut = label.length() > MAX ? label.substring(0, MAX).replaceAll("-+$", "") : label;
        return isLabel(cut) && !InstanceId.looksLikeOne(cut) ? cut : "";
    }

    /** Empty where the text is no name: for what others have written. */
    public static Optional<Name> ifValid(String text) {
        try {
            return Optional.of(new Name(text));
        } catch (Refusal noName) {
            return Optional.empty();
        }
    }

    /**
     * What a file's name says, as far as a name can say it.
     *
     * @param base the file's name without folders and extension
     * @param longest characters
     * @return empty: nothing of it can be in a name
     */
    public static Optional<Name> ofFile(String base, int longest) {
        String label = base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return ifValid((label.length() > longest ? label.substring(0, longest) : label).replaceAll("^-+|-+$", ""));
    }

    @Override
    public String toString() {
        return value;
    }
}
