package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Machine;
import host.spore.spawn.events.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a launch template may say. What spawn says in the call itself counts before it; refused is what would be added to
 * the call, or be lost without a word.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html">RunInstances</a>
 */
final class TemplateRules {
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    static {
        REFUSED.put("UserData", "spawn's own user data brings the agent; give the script by --user-data");
        REFUSED.put(
                "IamInstanceProfile",
                "without spawn's baseline the agent could not speak; name one by --instance-profile");
        REFUSED.put("InstanceMarketOptions", "a spot request must be a one-time one; ask for it by --spot");
        REFUSED.put("HibernationOptions", "its root volume would have no room; ask for it by --hibernation");
        REFUSED.put(
                "CapacityReservationSpecification",
                "a capacity block would end instances at its own time; leave reservations out");
        REFUSED.put("NetworkInterfaces", "give --subnet, --security-group and --public-address instead");
        REFUSED.put("SecurityGroupIds", "they would be lost beside spawn's own; give --security-group");
        REFUSED.put("SecurityGroups", "they would be lost beside spawn's own; give --security-group");
        REFUSED.put(
                "BlockDeviceMappings",
                "volumes that spawn does not know might stay, or be unencrypted; give --volume-size, --volume-type and"
                        + " --volume");
        REFUSED.put("InstanceRequirements", "spawn tries types in the order given; name them by --instance-type");
    }

    private TemplateRules() {}

    /** The machine, with what the template fills in. */
    static Checked<Machine> fill(Machine asked, Templates.Template template) {
        String label = "--launch-template " + asked.launchTemplate() + ": ";
        Optional<String> refused = REFUSED.entrySet().stream()
                .filter(rule -> template.fields().contains(rule.getKey()))
                .findFirst()
                .map(rule -> label + "its version " + template.version() + " sets " + rule.getKey() + ": "
                        + rule.getValue());
        if (refused.isPresent()) {
            return new Checked.Refused<>(refused.get());
        }
        // What is done with an instance is measured by such tags.
        Optional<String> tag = template.tagKeys().stream()
                .filter(key -> key.startsWith("spawn:"))
                .sorted()
                .findFirst();
        if (tag.isPresent()) {
            return new Checked.Refused<>(label + "its version " + template.version() + " gives the tag " + tag.get()
                    + ": tags that begin with spawn: are spawn's own; take it out");
        }
        String type = asked.instanceType() == null ? template.instanceType() : asked.instanceType();
        if (type == null) {
            return new Checked.Refused<>(
                    label + "its version " + template.version() + " has no instance type; give one by --instance-type");
        }
        String image = asked.ami() == null ? template.imageId() : asked.ami();
        if (image != null && image.startsWith("resolve:")) {
            return new Checked.Refused<>(label + "its version " + template.version()
                    + " names its image by a parameter, which spawn may not read; give one by --ami");
        }
        try {
            return new Checked.Fine<>(asked.with(type, image == null ? Machine.DEFAULT_AMI : image));
        } catch (Refusal notOurLanguage) {
            return new Checked.Refused<>(label + notOurLanguage.getMessage());
        }
    }

    /** @return id or name, and version, of what the language has checked */
    static Map.Entry<String, String> parts(String launchTemplate) {
        int colon = launchTemplate.indexOf(':');
        return colon < 0
                ? Map.entry(launchTemplate, "$Default")
                : Map.entry(launchTemplate.substring(0, colon), launchTemplate.substring(colon + 1));
    }
}
