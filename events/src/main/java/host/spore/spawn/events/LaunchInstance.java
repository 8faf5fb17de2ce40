package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Launches one instance. Its deadline is fixed by the control plane, {@code ttl} after EC2 is asked; with no {@code ttl}
 * it is 24 h, and an idle time-out of 1 h unless one is given.
 *
 * @param envelope see {@link Envelope}
 * @param name by which it is reached, claimed for as long as it lives
 * @param owner for the tag {@code owner}
 * @param instanceType for example {@code c7i.large}
 * @param ami an alias ({@code al2023}, {@code ubuntu-24.04}) or an image's id
 * @param ttl at most 365 days
 * @param idleTimeout after which it is stopped
 * @param spot a one-time spot request
 * @param keyName an EC2 key pair
 * @param tags the user's own
 * @param userData a script that the login user runs once the agent runs; at most {@value #MAX_USER_DATA_BYTES} bytes
 */
public record LaunchInstance(
        Envelope envelope,
        Name name,
        String owner,
        String instanceType,
        String ami,
        @Nullable SpawnDuration ttl,
        @Nullable SpawnDuration idleTimeout,
        boolean spot,
        @Nullable String keyName,
        Tags tags,
        @Nullable String userData)
        implements Command {
    /** EC2 takes 16 KB of user data in all; the rest is our bootstrap. */
    public static final int MAX_USER_DATA_BYTES = 10_240;

    public static final String DEFAULT_AMI = "al2023";
    private static final Duration MAX_TTL = Duration.ofDays(365);
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{1,30}\\.[a-z0-9-]{1,30}");
    private static final Pattern AMI = Pattern.compile("ami-([0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9+=.,_:/@-]{1,128}");
    private static final Pattern KEY_NAME = Pattern.compile("[\\x20-\\x7e]{1,255}");

    public LaunchInstance {
        checkedInstanceType(instanceType);
        checkedAmi(ami);
        checkedOwner(owner);
        if (ttl != null) {
            checkedTtl(ttl);
        }
        if (keyName != null) {
            checkedKeyName(keyName);
        }
        if (userData != null) {
            checkedUserData(userData);
        }
    }

    public static String checkedInstanceType(String text) {
        if (!TYPE.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": an instance type, for example c7i.large");
        }
        return text;
    }

    public static String checkedAmi(String text) {
        if (!text.equals("al2023")
                && !text.equals("ubuntu-24.04")
                && !AMI.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": al2023, ubuntu-24.04 or an image's id (ami-…)");
        }
        return text;
    }

    public static String checkedOwner(String text) {
        if (!OWNER.matcher(text).matches()) {
            throw new Refusal(
                    "\"" + Printable.of(text) + "\": an owner has 1 to 128 of letters, digits and + = . , _ : / @ -");
        }
        return text;
    }

    public static SpawnDuration checkedTtl(SpawnDuration ttl) {
        if (ttl.value().compareTo(MAX_TTL) > 0) {
            throw new Refusal("\"" + ttl + "\": at most 365d");
        }
        return ttl;
    }

    public static String checkedKeyName(String text) {
        if (!KEY_NAME.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": a key pair's name has 1 to 255 ASCII characters");
        }
        return text;
    }

    public static String checkedUserData(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_USER_DATA_BYTES) {
            throw new Refusal(bytes + " bytes of user data: at most " + MAX_USER_DATA_BYTES
                    + "; put the rest into S3 and fetch it from the script");
        }
        return text;
    }

    static LaunchInstance read(JsonObject detail) {
        return new LaunchInstance(
                Envelope.read(detail),
                Fields.checked(detail, "name", Name::new),
                Fields.checked(detail, "owner", LaunchInstance::checkedOwner),
                Fields.checked(detail, "instanceType", LaunchInstance::checkedInstanceType),
                detail.has("ami") ? Fields.checked(detail, "ami", LaunchInstance::checkedAmi) : DEFAULT_AMI,
                Fields.optional(detail, "ttl", text -> checkedTtl(SpawnDuration.parse(text))),
                Fields.optional(detail, "idleTimeout", SpawnDuration::parse),
                detail.bool("spot", false),
                Fields.optional(detail, "keyName", LaunchInstance::checkedKeyName),
                Fields.tags(detail, "tags"),
                Fields.optional(detail, "userData", LaunchInstance::checkedUserData));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("name", name.value())
                .put("owner", owner)
                .put("instanceType", instanceType)
                .put("ami", ami)
                .put("ttl", Fields.text(ttl))
                .put("idleTimeout", Fields.text(idleTimeout))
                .put("spot", spot)
                .put("keyName", keyName)
                .put("tags", tags.values())
                .put("userData", userData)
                .build();
    }
}
