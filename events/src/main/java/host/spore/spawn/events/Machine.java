package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a launch asks for to run on.
 *
 * @param instanceType for example {@code c7i.large}; or several, separated by |, of which any may be a pattern ({@code
 *     c7i.*}): the first with capacity is taken; absent: the launch template's
 * @param ami an alias ({@code al2023}, {@code ubuntu-24.04}) or an image's id; absent: the launch template's
 * @param hibernation whether it can hibernate, which EC2 enables at the launch or never; what asks for it implies it
 * @param launchTemplate id or name of an EC2 launch template, and a version if not the default one: {@code lab:3}; it fills
 *     in what is said nowhere else
 */
public record Machine(
        @Nullable String instanceType,
        @Nullable String ami,
        boolean hibernation,
        @Nullable String launchTemplate) {
    /** Every further one is tried only after a definite answer about the one before, which takes a second or two. */
    public static final int MAX_TYPES = 10;

    public static final String DEFAULT_AMI = "al2023";

    static final String UBUNTU_24_04 = "ubuntu-24.04";

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9*-]{1,30}\\.[a-z0-9*-]{1,30}");
    private static final Pattern AMI = Pattern.compile("ami-([0-9a-f]{8}|[0-9a-f]{17})");

    /** The version's grammar is EC2's: a number, or which one it is to be. */
    private static final Pattern TEMPLATE = Pattern.compile(
            "(lt-[0-9a-f]{17}|[A-Za-z0-9(._/-][A-Za-z0-9()._/-]{2,127})(:([1-9][0-9]{0,8}|\\$Latest|\\$Default))?");

    public Machine {
        if (launchTemplate != null) {
            checkedLaunchTemplate(launchTemplate);
        }
        if (instanceType != null) {
            checkedInstanceType(instanceType);
        } else if (launchTemplate == null) {
            throw new Refusal("--instance-type is missing: for example --instance-type c7i.large");
        }
        if (ami != null) {
            checkedAmi(ami);
        } else if (launchTemplate == null) {
            ami = DEFAULT_AMI;
        }
    }

    /** Of this type, from this image, with its own launch template. */
    public Machine with(String type, String image) {
        return new Machine(type, image, hibernation, launchTemplate);
    }

    /** Alias or id; the default one's where neither this nor a template has said any. */
    public String image() {
        return ami == null ? DEFAULT_AMI : ami;
    }

    /** In the order in which they are tried; a pattern stands for all types that it matches. */
    public List<String> instanceTypes() {
        return instanceType == null ? List.of() : List.of(instanceType.split("\\|"));
    }

    public static boolean isPattern(String instanceType) {
        return instanceType.indexOf('*') >= 0;
    }

    public static String checkedInstanceType(String text) {
        List<String> types = List.of(text.split("\\|", -1));
        if (types.size() > MAX_TYPES
                || types.stream().distinct().count() < types.size()
                || !types.stream().allMatch(type -> TYPE.matcher(type).matches())) {
            throw new Refusal("\"" + Printable.of(text)
                    + "\": an instance type, for example c7i.large, a pattern ('c7i.*'), or up to " + MAX_TYPES
                    + " different ones in the order in which to try them: 'c7i.large|c7a.large'");
        }
        return text;
    }

    public static String checkedAmi(String text) {
        if (!text.equals(DEFAULT_AMI)
                && !text.equals(UBUNTU_24_04)
                && !AMI.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": al2023, ubuntu-24.04 or an image's id (ami-…)");
        }
        return text;
    }

    public static String checkedLaunchTemplate(String text) {
        if (!TEMPLATE.matcher(text).matches()) {
            throw new Refusal(
                    "\"" + Printable.of(text) + "\": a launch template's id (lt-…) or name, and a version if not the"
                            + " default one, for example lab:3");
        }
        return text;
    }

    static Machine read(JsonObject detail) {
        String template = Fields.optional(detail, "launchTemplate", Machine::checkedLaunchTemplate);
        return new Machine(
                template == null
                        ? Fields.checked(detail, "instanceType", Machine::checkedInstanceType)
                        : Fields.optional(detail, "instanceType", Machine::checkedInstanceType),
                Fields.optional(detail, "ami", Machine::checkedAmi),
                detail.bool("hibernation", false),
                template);
    }

    void write(JsonObject.Builder into) {
        into.put("instanceType", instanceType)
                .put("ami", ami)
                .put("hibernation", hibernation)
                .put("launchTemplate", launchTemplate);
    }
}
