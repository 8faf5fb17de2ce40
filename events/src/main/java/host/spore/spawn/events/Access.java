package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who gets onto an instance, and what it may do itself.
 *
 * @param keyName an EC2 key pair
 * @param instanceProfile one that the deployment declares, by its name there; the built-in one when absent
 * @param sessionManager whether the instance may be reached by Session Manager
 */
public record Access(@Nullable String keyName, @Nullable String instanceProfile, boolean sessionManager) {
    /** By Session Manager, and for nothing beyond what every instance may do. */
    public static final Access USUAL = new Access(null, null, true);

    private static final Pattern KEY_NAME = Pattern.compile("[\\x20-\\x7e]{1,255}");
    private static final Pattern PROFILE = Pattern.compile("[a-z]([a-z0-9-]{0,30}[a-z0-9])?");

    public Access {
        if (keyName != null) {
            checkedKeyName(keyName);
        }
        if (instanceProfile != null) {
            checkedInstanceProfile(instanceProfile);
        }
    }

    public static String checkedKeyName(String text) {
        if (!KEY_NAME.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": a key pair's name has 1 to 255 ASCII characters");
        }
        return text;
    }

    public static String checkedInstanceProfile(String text) {
        if (!PROFILE.matcher(text).matches()) {
            throw new Refusal(
                    "\"" + Printable.of(text) + "\": the name of a profile that the deployment declares (cdk context"
                            + " profiles), for example genomics; IAM's names and ARNs are not taken");
        }
        return text;
    }

    static Access read(JsonObject detail) {
        return new Access(
                Fields.optional(detail, "keyName", Access::checkedKeyName),
                Fields.optional(detail, "instanceProfile", Access::checkedInstanceProfile),
                detail.bool("sessionManager", true));
    }

    void write(JsonObject.Builder into) {
        into.put("keyName", keyName).put("instanceProfile", instanceProfile).put("sessionManager", sessionManager);
    }
}
