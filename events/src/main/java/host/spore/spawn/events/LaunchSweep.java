package host.spore.spawn.events;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Launches one instance for each row of a file of parameters.
 *
 * @param envelope see {@link Envelope}
 * @param sweepId see {@link SweepId}
 * @param name for people, and for the rows' variable {@code SWEEP_NAME}
 * @param owner for the tag {@code owner} of its instances
 * @param sweep the file as JSON, gzipped, in base64; at most {@value #MAX_SWEEP} characters. What was said beside it stands
 *     among its defaults already
 * @param file where the sweep's file is, in place of the file itself; the sweep is called by it when nothing else is given
 * @param maxConcurrent how many of its instances may live at a time; 10 when absent
 * @param maxConcurrentPerZone the same in each availability zone; as many as in all when absent
 * @param launchDelay the least time between two launches; none when absent
 * @param onFailure see {@link SweepPolicy}; continue when absent
 */
public record LaunchSweep(
        Envelope envelope,
        SweepId sweepId,
        Name name,
        String owner,
        @Nullable String sweep,
        @Nullable InboxFile file,
        @Nullable Integer maxConcurrent,
        @Nullable Integer maxConcurrentPerZone,
        @Nullable SpawnDuration launchDelay,
        @Nullable SweepPolicy onFailure)
        implements SweepCommand {
    /** An event's detail stays below 200 KB, since Step Functions takes no more than 256 KB. */
    public static final int MAX_SWEEP = 190_000;

    public static final int DEFAULT_CONCURRENT = 10;

    /**
     * What a distributed Map runs at a time.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html">distributed Map</a>
     */
    public static final int MOST_CONCURRENT = 10_000;

    private static final SpawnDuration LONGEST_DELAY = SpawnDuration.parse("1h");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    public LaunchSweep {
        LaunchInstance.checkedOwner(owner);
        if ((sweep == null) == (file == null)) {
            throw new Refusal("sweep and file: give one of them, the file itself or where it is");
        }
        if (sweep != null) {
            checkedSweep(sweep);
        }
        if (maxConcurrent != null) {
            checkedConcurrent(maxConcurrent);
        }
        if (maxConcurrentPerZone != null) {
            checkedConcurrent(maxConcurrentPerZone);
        }
        if (launchDelay != null) {
            checkedDelay(launchDelay);
        }
    }

    /** How many may live at a time. */
    public int concurrent() {
        return maxConcurrent == null ? DEFAULT_CONCURRENT : maxConcurrent;
    }

    /** What follows a failure. */
    public SweepPolicy policy() {
        return onFailure == null ? SweepPolicy.CONTINUE : onFailure;
    }

    public static int checkedConcurrent(int number) {
        if (number < 1 || number > MOST_CONCURRENT) {
            throw new Refusal("\"" + number + "\": a whole number of instances from 1 to " + MOST_CONCURRENT);
        }
        return number;
    }

    public static SpawnDuration checkedDelay(SpawnDuration delay) {
        if (delay.value().compareTo(LONGEST_DELAY.value()) > 0) {
            throw new Refusal("\"" + delay + "\": at most " + LONGEST_DELAY);
        }
        return delay;
    }

    private static String checkedSweep(String text) {
        if (text.length() > MAX_SWEEP) {
            throw new Refusal(text.length() + " characters of a sweep, compressed: at most " + MAX_SWEEP
                    + "; write what repeats as a grid, or make it several sweeps");
        }
        if (!BASE64.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": the sweep's file as JSON, gzipped, in base64");
        }
        return text;
    }

    static LaunchSweep read(JsonObject detail) {
        Envelope envelope = Envelope.read(detail);
        InboxFile file = InboxFile.read(detail);
        Name name = file == null || detail.has("name") ? Fields.checked(detail, "name", Name::new) : nameOf(file);
        return new LaunchSweep(
                envelope,
                file == null || detail.has("sweepId")
                        ? Fields.checked(detail, "sweepId", SweepId::new)
                        : SweepId.of(name, envelope),
                name,
                Fields.checked(detail, "owner", LaunchInstance::checkedOwner),
                Fields.optional(detail, "sweep", LaunchSweep::checkedSweep),
                file,
                Fields.optionalInteger(detail, "maxConcurrent"),
                Fields.optionalInteger(detail, "maxConcurrentPerZone"),
                Fields.optional(detail, "launchDelay", text -> checkedDelay(SpawnDuration.parse(text))),
                Fields.optional(detail, "onFailure", SweepPolicy::parse));
    }

    private static Name nameOf(InboxFile file) {
        return Name.ofFile(file.base(), SweepId.LONGEST_NAME)
                .orElseThrow(() -> new Refusal("name is missing: none can be made of \"" + Printable.of(file.key())
                        + "\"; say \"name\", for example lr"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("sweepId", sweepId.value())
                .put("name", name.value())
                .put("owner", owner)
                .put("sweep", sweep)
                .put("file", file == null ? null : file.toJson())
                .put("maxConcurrent", number(maxConcurrent))
                .put("maxConcurrentPerZone", number(maxConcurrentPerZone))
                .put("launchDelay", Fields.text(launchDelay))
                .put("onFailure", onFailure == null ? null : onFailure.wire())
                .build();
    }

    private static @Nullable Json number(@Nullable Integer value) {
        return value == null ? null : Json.of(value);
    }
}
