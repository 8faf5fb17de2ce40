package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Launches one instance, or an array of them. What belongs together is a record of its own here, and flat in the message.
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
 * @param access see {@link Access}
 * @param tags the user's own
 * @param replace the instance that has the name is ended first
 * @param keepOnError an instance whose agent is not heard is left running until its deadline, to be looked at
 * @param array see {@link ArrayPart}; absent: one instance, alone
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
        Access access,
        Tags tags,
        boolean replace,
        boolean keepOnError,
        @Nullable ArrayPart array)
        implements Command {
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9+=.,_:/@-]{1,128}");

    public LaunchInstance {
        checkedOwner(owner);
        Optional<String> hibernating = life.hibernatingOption();
        if (hibernating.isPresent() && !machine.hibernation()) {
            machine = new Machine(machine.instanceType(), machine.ami(), true, machine.launchTemplate());
        }
        if (machine.hibernation()) {
            checkHibernation(hibernating.orElse("--hibernation"), purchase.spot(), machine.ami());
        }
        if (array != null) {
            // Of what has been read, not of this, which is not whole yet.
            array.check(name, purchase, work, tags, replace, keepOnError);
        }
    }

    /** One instance, alone. */
    public LaunchInstance(
            Envelope envelope,
            Name name,
            String owner,
            Machine machine,
            Purchase purchase,
            Placement placement,
            Volumes volumes,
            Life life,
            Work work,
            Access access,
            Tags tags,
            boolean replace,
            boolean keepOnError) {
        this(
                envelope,
                name,
                owner,
                machine,
                purchase,
                placement,
                volumes,
                life,
                work,
                access,
                tags,
                replace,
                keepOnError,
                null);
    }

    /**
     * What needs no look at EC2. The alias is one of an image that EC2 does not list among those that can hibernate: its
     * instances would be shut down instead, and what was in memory lost without a word.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html">prerequisites</a>
     */
    private static void checkHibernation(String option, boolean spot, @Nullable String ami) {
        if (spot) {
            throw new Refusal(option + ": a spot instance of spawn's is a one-time request, which cannot hibernate;"
                    + " leave out --spot, or " + option);
        }
        if (Machine.UBUNTU_24_04.equals(ami)) {
            throw new Refusal(option + " with --ami " + ami + ": AWS does not list this image among those that can"
                    + " hibernate; take al2023, or give the id of an image that you know to (ami-…)");
        }
    }

    /** As it is with what its launch template fills in. */
    public LaunchInstance on(Machine filledIn) {
        return new LaunchInstance(
                envelope,
                name,
                owner,
                filledIn,
                purchase,
                placement,
                volumes,
                life,
                work,
                access,
                tags,
                replace,
                keepOnError,
                array);
    }

    /** The array that it asks for. */
    public Optional<ArrayOrder> arrayOrder() {
        return array instanceof ArrayOrder order ? Optional.of(order) : Optional.empty();
    }

    /** The place in an array that it is launched for. */
    public Optional<ArrayMember> arrayMember() {
        return array instanceof ArrayMember member ? Optional.of(member) : Optional.empty();
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
                Access.read(detail),
                Fields.tags(detail, "tags"),
                detail.bool("replace", false),
                detail.bool("keepOnError", false),
                ArrayPart.read(detail));
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
        access.write(into);
        return into.put("tags", tags.values())
                .put("replace", replace)
                .put("keepOnError", keepOnError)
                .put("array", array == null ? null : array.toJson())
                .build();
    }
}
