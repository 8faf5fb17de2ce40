package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Launches one instance. What belongs together is a record of its own here, and flat in the message.
 *
 * @param envelope see {@link Envelope}
 * @param name by which it is reached, claimed for as long as it lives
 * @param owner for the tag {@code owner}
 * @param machine see {@link Machine}; can hibernate where {@code life} asks for it
 * @param purchase see {@link Purchase}
 * @param placement see {@link Placement}
 * @param volumes see {@link Volumes}
 * @param life see {@link Life}
 * @param work see {@link Work}
 * @param keyName an EC2 key pair
 * @param tags the user's own
 * @param replace the instance that has the name is ended first
 * @param keepOnError an instance whose agent is not heard is left running until its deadline, to be looked at
 */
public record LaunchInstance(
        Envelope envelope,
        Name name,
        String owner,
        Machine machine,
        Purchase purchase,
        Placement placement,
        Volumes volumes,
        Life life,
        Work work,
        @Nullable String keyName,
        Tags tags,
        boolean replace,
        boolean keepOnError)
        implements Command {
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9+=.,_:/@-]{1,128}");
    private static final Pattern KEY_NAME = Pattern.compile("[\\x20-\\x7e]{1,255}");

    public LaunchInstance {
        checkedOwner(owner);
        if (keyName != null) {
            checkedKeyName(keyName);
        }
        Optional<String> hibernating = life.hibernatingOption();
        if (hibernating.isPresent() && !machine.hibernation()) {
            machine = new Machine(machine.instanceType(), machine.ami(), true);
        }
        if (machine.hibernation()) {
            checkHibernation(hibernating.orElse("--hibernation"), purchase.spot(), machine.ami());
        }
    }

    /**
     * What needs no look at EC2. The alias is one of an image that EC2 does not list among those that can hibernate: its
     * instances would be shut down instead, and what was in memory lost without a word.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html">prerequisites</a>
     */
    private static void checkHibernation(String option, boolean spot, String ami) {
        if (spot) {
            throw new Refusal(option + ": a spot instance of spawn's is a one-time request, which cannot hibernate;"
                    + " leave out --spot, or " + option);
        }
        if (ami.equals(Machine.UBUNTU_24_04)) {
            throw new Refusal(option + " with --ami " + ami + ": AWS does not list this image among those that can"
                    + " hibernate; take al2023, or give the id of an image that you know to (ami-…)");
        }
    }

    /** What follows idleness; empty when that is not watched. */
    public Optional<PowerAction> idleAction() {
        return life.watchedIdleTimeout()
                .map(watched -> possible(life.onIdle() == null ? PowerAction.STOP : life.onIdle()));
    }

    /** What follows completion. */
    public CompletionAction completionAction() {
        CompletionAction asked = life.onComplete();
        return asked == null
                ? CompletionAction.NONE
                : asked.power().map(this::possible).map(CompletionAction::of).orElse(CompletionAction.NONE);
    }

    /** A one-time spot request cannot be stopped: EC2 would refuse, and the instance would idle on. */
    private PowerAction possible(PowerAction asked) {
        return purchase.spot() ? PowerAction.TERMINATE : asked;
    }

    public static String checkedOwner(String text) {
        if (!OWNER.matcher(text).matches()) {
            throw new Refusal(
                    "\"" + Printable.of(text) + "\": an owner has 1 to 128 of letters, digits and + = . , _ : / @ -");
        }
        return text;
    }

    public static String checkedKeyName(String text) {
        if (!KEY_NAME.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": a key pair's name has 1 to 255 ASCII characters");
        }
        return text;
    }

    static LaunchInstance read(JsonObject detail) {
        return new LaunchInstance(
                Envelope.read(detail),
                Fields.checked(detail, "name", Name::new),
                Fields.checked(detail, "owner", LaunchInstance::checkedOwner),
                Machine.read(detail),
                Purchase.read(detail),
                Placement.read(detail),
                Volumes.read(detail),
                Life.read(detail),
                Work.read(detail),
                Fields.optional(detail, "keyName", LaunchInstance::checkedKeyName),
                Fields.tags(detail, "tags"),
                detail.bool("replace", false),
                detail.bool("keepOnError", false));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder into = envelope.write().put("name", name.value()).put("owner", owner);
        machine.write(into);
        purchase.write(into);
        placement.write(into);
        volumes.write(into);
        life.write(into);
        work.write(into);
        return into.put("keyName", keyName)
                .put("tags", tags.values())
                .put("replace", replace)
                .put("keepOnError", keepOnError)
                .build();
    }
}
