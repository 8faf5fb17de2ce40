package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a launch asks for to run on.
 *
 * @param instanceType for example {@code c7i.large}; or several, separated by |, of which any may be a pattern ({@code
 *     c7i.*}): the first with capacity is taken
 * @param ami an alias ({@code al2023}, {@code ubuntu-24.04}) or an image's id
 * @param hibernation whether it can hibernate, which EC2 enables at the launch or never; what asks for it implies it
 */
public record Machine(String instanceType, String ami, boolean hibernation) {
    /** Every further one is tried only after a definite answer about the one before, which takes a second or two. */
    public static final int MAX_TYPES = 10;

    public static final String DEFAULT_AMI = "al2023";

    static final String UBUNTU_24_04 = "ubuntu-24.04";

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9*-]{1,30}\\.[a-z0-9*-]{1,30}");
    private static final Pattern AMI = Pattern.compile("ami-([0-9a-f]{8}|[0-9a-f]{17})");

    public Machine {
        checkedInstanceType(instanceType);
        checkedAmi(ami);
    }

    /** In the order in which they are tried; a pattern stands for all types that it matches. */
    public List<String> instanceTypes() {
        return List.of(instanceType.split("\\|"));
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

    static Machine read(JsonObject detail) {
        return new Machine(
                Fields.checked(detail, "instanceType", Machine::checkedInstanceType),
                detail.has("ami") ? Fields.checked(detail, "ami", Machine::checkedAmi) : DEFAULT_AMI,
                detail.bool("hibernation", false));
    }

    void write(JsonObject.Builder into) {
        into.put("instanceType", instanceType).put("ami", ami).put("hibernation", hibernation);
    }
}
