package host.spore.spawn.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The user's own tags of an instance. A key outside {@code [A-Za-z0-9+=.,_:@-]} makes RunInstances fail while tags are
 * exposed in instance metadata (which we rely on), so it is refused here.
 *
 * @param values at most 35: EC2 allows 50, and the rest is ours. Those that tell of a row of a sweep are among them
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html">tags in metadata</a>
 */
public record Tags(Map<String, String> values) {
    public static final int MAX = 35;

    /** Of the tags that a sweep's parameters become. */
    public static final String PARAMETER = "spawn:param:";

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+=.,_:@-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Zs}\\p{N}_.:/=+\\-@]{0,256}");

    /** Of a sweep's row; its parameters are shown as tags. */
    private static final Pattern OF_SWEEPS =
            Pattern.compile("spawn:sweep-(id|index)|spawn:param:[A-Za-z_][A-Za-z0-9_]{0,115}");

    /**
     * EC2 itself takes any character in a value; the narrower set above is what all services of AWS agree on.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions">restrictions</a>
     */
    private static final int MAX_VALUE = 256;

    private static final Set<String> OURS = Set.of("spawn", "Name", "ttl", "owner");

    public static final Tags NONE = new Tags(Map.of());

    public Tags {
        if (values.size() > MAX) {
            throw new Refusal(values.size() + " tags: at most " + MAX);
        }
        values.forEach(Tags::check);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    private static void check(String key, String value) {
        String shown = "\"" + Printable.of(key) + "\"";
        if (!KEY.matcher(key).matches() || key.equals(".") || key.equals("..") || key.equals("_index")) {
            throw new Refusal(
                    shown + ": a tag key has 1 to 128 of letters, digits and + = . , _ : @ - (no blanks, no /)");
        }
        if (OF_SWEEPS.matcher(key).matches()) {
            if (value.codePointCount(0, value.length()) > MAX_VALUE
                    || !Printable.of(value, MAX_VALUE).equals(value)) {
                throw new Refusal(shown + ": a parameter of a sweep is one line of at most " + MAX_VALUE
                        + " characters, since it is a tag too; put the rest into a file");
            }
            return;
        }
        if (key.startsWith("spawn:") || key.startsWith("aws:")) {
            throw new Refusal(shown + ": keys that begin with spawn: or aws: are reserved; take another prefix");
        }
        if (OURS.contains(key)) {
            throw new Refusal(shown + ": this tag is set by spawn itself; take another key");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new Refusal(shown + ": a tag value has at most 256 letters, digits, blanks and + - = . _ : / @");
        }
    }
}
