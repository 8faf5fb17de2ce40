package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts go. Flat in the message. Nothing secret is in it, since events are read by many and kept: a URL that lets
 * whoever has it in is named by the SSM parameter that holds it, and a refusal never repeats it.
 *
 * @param type see {@link AlertChannel}
 * @param target the ARN of a topic, an address, an https URL, or the name of the parameter that holds a URL
 * @param hmacKey for http: the name of the parameter that holds the key by which bodies are signed
 */
public record AlertTarget(
        AlertChannel type, String target, @Nullable String hmacKey) {
    /** Parameters below it, and no others, may be read by the function that sends. */
    public static final String PARAMETERS = "/spawn/alerts/";

    private static final int LONGEST = 1000;
    private static final int LONGEST_ADDRESS = 254;
    private static final Pattern PARAMETER = Pattern.compile(Pattern.quote(PARAMETERS) + "[A-Za-z0-9_.-]{1,100}");
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]{1,30}:[0-9]{12}:[A-Za-z0-9_-]{1,256}");
    private static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}");

    /** Of parameters that let somebody in. */
    private static final Pattern SECRET_WORD =
            Pattern.compile("(?i).*(token|secret|key|sig|signature|passw|auth|code|credential).*");

    /** A part of a path that nobody thinks of but a machine. */
    private static final int MACHINE_MADE = 20;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    public AlertTarget {
        check(type, target);
        if (type == AlertChannel.HTTP) {
            if (hmacKey == null) {
                throw new Refusal(
                        "hmacKey is missing: what goes to an endpoint is signed, so that it can tell who sent it;"
                                + " make a key with  " + storing("alerts-key", "a long random text") + "  and name it");
            }
            checkedParameter(hmacKey);
        } else if (hmacKey != null) {
            throw new Refusal("hmacKey is for http alone; " + type.wire() + " needs no key of yours");
        }
    }

    /** Whether {@link #target} is the name of a parameter that holds the real one. */
    public boolean isNamed() {
        return isParameter(target);
    }

    private static boolean isParameter(String text) {
        return text.startsWith("/");
    }

    /** @throws Refusal when this channel has no such targets */
    public static String checkedTarget(AlertChannel type, String target) {
        check(type, target);
        return target;
    }

    private static void check(AlertChannel type, String target) {
        switch (type) {
            case SLACK -> {
                if (!isParameter(target)) {
                    throw new Refusal(
                            "(not shown): a webhook's URL lets everybody write who has it, and events are kept; store it with  "
                                    + storing("slack", "the URL") + "  and give " + PARAMETERS + "slack instead");
                }
                checkedParameter(target);
            }
            case SNS -> {
                if (!TOPIC.matcher(target).matches()) {
                    throw new Refusal("\"" + Printable.of(target)
                            + "\": the ARN of a topic, for example arn:aws:sns:us-east-1:123456789012:oncall"
                            + " (no FIFO topics)");
                }
            }
            case EMAIL -> {
                if (target.length() > LONGEST_ADDRESS
                        || !ADDRESS.matcher(target).matches()) {
                    throw new Refusal("\"" + Printable.of(target) + "\": one address, for example oncall@example.org");
                }
            }
            case HTTP -> checkUrlOrParameter(target);
        }
    }

    private static void checkUrlOrParameter(String target) {
        if (isParameter(target)) {
            checkedParameter(target);
            return;
        }
        URI url;
        try {
            url = new URI(target);
        } catch (URISyntaxException notOne) {
            throw notAUrl();
        }
        String host = url.getHost();
        if (host == null || url.getScheme() == null || target.length() > LONGEST || url.getRawFragment() != null) {
            throw notAUrl();
        }
        // Plain HTTP goes no further than this machine, where an embedded cloud is tried out; whether the control plane
        // goes even there is its deployment's word.
        boolean isTrial = url.getScheme().equals("http") && LOOPBACK.contains(host);
        if (!url.getScheme().equals("https") && !isTrial) {
            throw notAUrl();
        }
        if (url.getRawUserInfo() != null || hasSecret(url)) {
            throw new Refusal(
                    "(not shown): this URL looks as if it lets everybody in who has it, and events are kept; store it with  "
                            + storing("endpoint", "the URL") + "  and give " + PARAMETERS + "endpoint instead");
        }
    }

    private static boolean hasSecret(URI url) {
        String query = url.getRawQuery();
        if (query != null
                && Arrays.stream(query.split("&"))
                        .anyMatch(part ->
                                SECRET_WORD.matcher(part.split("=", 2)[0]).matches())) {
            return true;
        }
        String words = (url.getRawPath() == null ? "" : url.getRawPath()) + (query == null ? "" : "/" + query);
        return url.getHost().toLowerCase(Locale.ROOT).endsWith("hooks.slack.com")
                || Arrays.stream(words.split("[/=&]")).anyMatch(AlertTarget::isMachineMade);
    }

    private static boolean isMachineMade(String part) {
        return part.length() >= MACHINE_MADE
                && part.chars().anyMatch(c -> c >= '0' && c <= '9')
                && part.chars().anyMatch(Character::isLetter);
    }

    /** Said without the text: what is wrong with it may be that it is a secret. */
    private static Refusal notAUrl() {
        return new Refusal("(not shown): an https URL of at most " + LONGEST
                + " characters without a fragment, for example https://example.org/alerts, or the name of a parameter that"
                + " holds one, for example " + PARAMETERS + "endpoint");
    }

    /** @throws Refusal when it is none that may be read; what is no parameter is not repeated, for it may be the secret */
    public static String checkedParameter(String name) {
        if (!PARAMETER.matcher(name).matches()) {
            throw new Refusal((isParameter(name) ? "\"" + Printable.of(name) + "\"" : "(not shown)")
                    + ": the name of an SSM parameter below " + PARAMETERS + ", for example " + PARAMETERS
                    + "slack; store a secret with  " + storing("slack", "it"));
        }
        return name;
    }

    /** How a secret is stored, for people: from a file, so that it is in no shell's history. */
    public static String storing(String name, String what) {
        return "aws ssm put-parameter --type SecureString --name " + PARAMETERS + name + " --value file://secret.txt ("
                + what + " in that file)";
    }

    static AlertTarget read(JsonObject detail) {
        AlertChannel type = Fields.checked(detail, "type", AlertChannel::parse);
        String target = Fields.checked(detail, "target", text -> checkedTarget(type, text));
        return new AlertTarget(type, target, Fields.optional(detail, "hmacKey", AlertTarget::checkedParameter));
    }

    void write(JsonObject.Builder into) {
        into.put("type", type.wire()).put("target", target).put("hmacKey", hmacKey);
    }

    /** As tables keep it. */
    public static AlertTarget of(JsonObject json) {
        return read(json);
    }

    public JsonObject toJson() {
        JsonObject.Builder into = JsonObject.builder();
        write(into);
        return into.build();
    }
}
