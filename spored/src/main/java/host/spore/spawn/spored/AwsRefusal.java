package host.spore.spawn.spored;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.util.Set;

/** AWS has answered, and the answer is no. */
final class AwsRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    /** Somebody else has this task by now, or nobody: it has timed out, or its execution is over. */
    private static final Set<String> GONE = Set.of("TaskTimedOut", "TaskDoesNotExist", "InvalidToken");

    /** The same request would meet them again. */
    private static final Set<String> HOPELESS =
            Set.of("InvalidOutput", "ValidationException", "SerializationException", "NoSuchBucket", "EntityTooLarge");

    private final int status;
    private final String type;

    private AwsRefusal(int status, String type, String words) {
        super(status + " " + type + ": " + words);
        this.status = status;
        this.type = type;
    }

    static AwsRefusal of(SignedCall.Answer answer) {
        String text = answer.text();
        if (text.startsWith("<")) {
            return new AwsRefusal(answer.status(), element(text, "Code"), Printable.of(element(text, "Message")));
        }
        try {
            JsonObject error = JsonObject.parse(text);
            String type = error.optionalString("__type").orElse("");
            type = type.substring(type.lastIndexOf('#') + 1);
            String words = error.optionalString("message")
                    .or(() -> error.optionalString("Message"))
                    .orElse("no reason given");
            return new AwsRefusal(answer.status(), type, Printable.of(words));
        } catch (JsonException other) {
            // A proxy's page, or none: the status is what there is to go by.
            return new AwsRefusal(answer.status(), "", Printable.of(text));
        }
    }

    private static String element(String xml, String name) {
        int start = xml.indexOf("<" + name + ">");
        int end = xml.indexOf("</" + name + ">");
        return start < 0 || end < start ? "" : xml.substring(start + name.length() + 2, end);
    }

    int status() {
        return status;
    }

    /** The task is not this worker's any more. */
    boolean isGone() {
        return GONE.contains(type)
                || (type.endsWith("Exception") && GONE.contains(type.substring(0, type.length() - 9)));
    }

    /** Not worth another try. What is not known to be so, is. */
    boolean isHopeless() {
        return isGone() || HOPELESS.contains(type);
    }

    /** The signature was by a login that has run out, or that was changed, or by a wrong clock. */
    boolean isOfLogin() {
        return status == 401
                || status == 403
                || type.startsWith("Expired")
                || type.startsWith("UnrecognizedClient")
                || type.startsWith("InvalidSignature");
    }
}
