package host.spore.spawn.events;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Launches one instance. Its deadline is fixed by the control plane, {@code ttl} after EC2 is asked; with no {@code ttl}
 * it is 24 h, and an idle time-out of 1 h unless one is given.
 *
 * @param envelope see {@link Envelope}
 * @param name by which it is reached, claimed for as long as it lives
 * @param owner for the tag {@code owner}
 * @param instanceType for example {@code c7i.large}; or several, separated by |, of which the first with capacity is taken
 * @param ami an alias ({@code al2023}, {@code ubuntu-24.04}) or an image's id
 * @param ttl at most 365 days
 * @param idleTimeout after which {@code onIdle} follows
 * @param onIdle stop when absent; a spot instance cannot be stopped, so it is terminated then
 * @param onComplete what follows when the work on it is done; nothing when absent
 * @param completionFile whose appearance says that the work is done; the agent's own place when absent
 * @param completionDelay between completion and what follows it
 * @param preStop a line of shell that the login user runs before the instance ends or stops
 * @param preStopTimeout after which it is cut; 5 minutes when absent, or half the life of one that lives less than 10
 * @param warnMinutes before the deadline, at which sessions are told of it; the agent's own when empty
 * @param spot a one-time spot request
 * @param onDemandFallback where there is no spot capacity for any of the types, on-demand is tried
 * @param spotMaxPrice US dollars an hour above which there is no spot capacity, for example 0.12; on-demand's when absent
 * @param patience for so long the candidates are tried again and again while none has capacity; each once when absent
 * @param zone an availability zone, or several, separated by |; EC2 chooses when absent
 * @param volumeSizeGib of the root volume; the image's when absent
 * @param volumeType of the root volume: gp3 or gp2; the image's when absent
 * @param hibernation whether it can hibernate, which EC2 enables at the launch or never; what asks for it implies it
 * @param keyName an EC2 key pair
 * @param tags the user's own
 * @param userData a script that the login user runs once the agent runs; at most {@value #MAX_USER_DATA_BYTES} bytes
 * @param command a line of shell, in place of such a script
 * @param results a folder of the instance whose files are kept in S3 once its work is done
 */
public record LaunchInstance(
        Envelope envelope,
        Name name,
        String owner,
        String instanceType,
        String ami,
        @Nullable SpawnDuration ttl,
        @Nullable SpawnDuration idleTimeout,
        @Nullable PowerAction onIdle,
        @Nullable CompletionAction onComplete,
        @Nullable String completionFile,
        @Nullable SpawnDuration completionDelay,
        @Nullable String preStop,
        @Nullable SpawnDuration preStopTimeout,
        List<Integer> warnMinutes,
        boolean spot,
        boolean onDemandFallback,
        @Nullable String spotMaxPrice,
        @Nullable SpawnDuration patience,
        @Nullable String zone,
        @Nullable Integer volumeSizeGib,
        @Nullable String volumeType,
        boolean hibernation,
        @Nullable String keyName,
        Tags tags,
        @Nullable String userData,
        @Nullable String command,
        @Nullable String results)
        implements Command {
    /** EC2 takes 16 KB of user data in all; the rest is our bootstrap. */
    public static final int MAX_USER_DATA_BYTES = 10_240;

    /** A line is a line; what is longer is a script. */
    public static final int MAX_LINE_BYTES = 4_096;

    public static final int MAX_WARNINGS = 10;

    /** Every further one is tried only after a definite answer about the one before, which takes a second or two. */
    public static final int MAX_TYPES = 10;

    public static final String DEFAULT_AMI = "al2023";

    private static final String UBUNTU_24_04 = "ubuntu-24.04";

    /** An instance that nobody gave a length of life. */
    public static final SpawnDuration DEFAULT_TTL = new SpawnDuration(Duration.ofHours(24));

    /** Such an instance should not also idle through the whole day. */
    public static final SpawnDuration DEFAULT_IDLE_TIMEOUT = new SpawnDuration(Duration.ofHours(1));

    private static final SpawnDuration DEFAULT_PRE_STOP_TIMEOUT = new SpawnDuration(Duration.ofMinutes(5));
    private static final int MAX_WARN_MINUTES = 1_440;
    private static final Duration MAX_TTL = Duration.ofDays(365);
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{1,30}\\.[a-z0-9-]{1,30}");
    private static final Pattern ZONE = Pattern.compile("[a-z]{2}(-[a-z0-9]{1,20}){1,5}-[a-z0-9]{0,19}[a-z]");
    private static final int MAX_ZONES = 6;
    private static final Pattern PRICE = Pattern.compile("(?=.*[1-9])[0-9]{1,4}(\\.[0-9]{1,5})?");

    /** An hour less than the launch flow itself may take. */
    private static final SpawnDuration MAX_PATIENCE = new SpawnDuration(Duration.ofHours(3));

    /** Those that need no number of operations beside them and can hold a root file system. */
    private static final List<String> VOLUME_TYPES = List.of("gp3", "gp2");

    /**
     * GiB of gp2 and gp3.
     *
     * @see <a href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html">limits of volumes</a>
     */
    private static final int MAX_VOLUME_GIB = 16_384;

    private static final Pattern AMI = Pattern.compile("ami-([0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9+=.,_:/@-]{1,128}");
    private static final Pattern KEY_NAME = Pattern.compile("[\\x20-\\x7e]{1,255}");

    /** What the agent's flat configuration can hold without quoting. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_+=.,:@-]+)+/?");

    private static final int MAX_PATH = 255;

    public LaunchInstance {
        checkedInstanceType(instanceType);
        checkedAmi(ami);
        checkedOwner(owner);
        if (ttl != null) {
            checkedTtl(ttl);
        }
        if (zone != null) {
            checkedZone(zone);
        }
        if (volumeSizeGib != null) {
            checkedVolumeSize(volumeSizeGib);
        }
        if (volumeType != null) {
            checkedVolumeType(volumeType);
        }
        if (patience != null) {
            checkedPatience(patience);
        }
        if (spotMaxPrice != null) {
            checkedPrice(spotMaxPrice);
            if (!spot) {
                throw new Refusal(
                        "--spot-max-price " + spotMaxPrice + ": on-demand has one price; give --spot, or leave it out");
            }
        }
        if (keyName != null) {
            checkedKeyName(keyName);
        }
        if (userData != null) {
            checkedUserData(userData);
        }
        if (completionFile != null) {
            checkedPath(completionFile);
        }
        if (results != null) {
            checkedPath(results);
        }
        if (preStop != null) {
            checkedLine(preStop);
        }
        if (command != null) {
            checkedLine(command);
        }
        hibernation |= onIdle == PowerAction.HIBERNATE || onComplete == CompletionAction.HIBERNATE;
        if (hibernation) {
            checkHibernation(spot, ami, onIdle, onComplete);
        }
        if (onDemandFallback && !spot) {
            throw new Refusal(
                    "--on-demand-fallback: without --spot on-demand is what is asked for; give --spot, or leave it"
                            + " out");
        }
        warnMinutes = List.copyOf(warnMinutes);
        checkedWarnMinutes(warnMinutes);
        checkTogether(
                ttl, idleTimeout, onIdle, onComplete, completionDelay, preStop, preStopTimeout, userData, command);
    }

    /** What each may be and all may not. An option that would do nothing is a mistake of whoever gave it. */
    private static void checkTogether(
            @Nullable SpawnDuration ttl,
            @Nullable SpawnDuration idleTimeout,
            @Nullable PowerAction onIdle,
            @Nullable CompletionAction onComplete,
            @Nullable SpawnDuration completionDelay,
            @Nullable String preStop,
            @Nullable SpawnDuration preStopTimeout,
            @Nullable String userData,
            @Nullable String command) {
        if (userData != null && command != null) {
            throw new Refusal("--command and --user-data: give one of them; a script may hold the command too");
        }
        if (onIdle != null && ttl != null && idleTimeout == null) {
            throw new Refusal("--on-idle " + onIdle.wire()
                    + ": with --ttl, idle is not watched unless --idle-timeout is given too, for example 1h");
        }
        if (completionDelay != null && (onComplete == null || onComplete == CompletionAction.NONE)) {
            throw new Refusal("--completion-delay " + completionDelay
                    + ": nothing follows completion; give --on-complete stop, hibernate or terminate too");
        }
        if (preStopTimeout != null && preStop == null) {
            throw new Refusal("--pre-stop-timeout " + preStopTimeout + ": there is no --pre-stop to cut");
        }
        SpawnDuration life = ttl == null ? DEFAULT_TTL : ttl;
        if (preStopTimeout != null && preStopTimeout.value().compareTo(life.value()) >= 0) {
            throw new Refusal("--pre-stop-timeout " + preStopTimeout + ": it would begin before the instance does,"
                    + " which lives " + life + "; give less");
        }
    }

    /**
     * What needs no look at EC2. The alias is one of an image that EC2 does not list among those that can hibernate: its
     * instances would be shut down instead, and what was in memory lost without a word.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html">prerequisites</a>
     */
    private static void checkHibernation(
            boolean spot, String ami, @Nullable PowerAction onIdle, @Nullable CompletionAction onComplete) {
        String option = onIdle == PowerAction.HIBERNATE
                ? "--on-idle hibernate"
                : onComplete == CompletionAction.HIBERNATE ? "--on-complete hibernate" : "--hibernation";
        if (spot) {
            throw new Refusal(option + ": a spot instance of spawn's is a one-time request, which cannot hibernate;"
                    + " leave out --spot, or " + option);
        }
        if (ami.equals(UBUNTU_24_04)) {
            throw new Refusal(option + " with --ami " + ami + ": AWS does not list this image among those that can"
                    + " hibernate; take al2023, or give the id of an image that you know to (ami-…)");
        }
    }

    /** In the order in which they are tried. */
    public List<String> instanceTypes() {
        return List.of(instanceType.split("\\|"));
    }

    /** In the order in which they are tried; none where EC2 chooses. */
    public List<String> zones() {
        return zone == null ? List.of() : List.of(zone.split("\\|"));
    }

    /** How long it may live. */
    public SpawnDuration life() {
        return ttl == null ? DEFAULT_TTL : ttl;
    }

    /** How long it may idle; empty when that is not watched. */
    public Optional<SpawnDuration> watchedIdleTimeout() {
        return Optional.ofNullable(idleTimeout == null && ttl == null ? DEFAULT_IDLE_TIMEOUT : idleTimeout);
    }

    /** What follows idleness; empty when that is not watched. */
    public Optional<PowerAction> idleAction() {
        return watchedIdleTimeout().map(watched -> possible(onIdle == null ? PowerAction.STOP : onIdle));
    }

    /** What follows completion. */
    public CompletionAction completionAction() {
        return onComplete == null
                ? CompletionAction.NONE
                : onComplete
                        .power()
                        .map(this::possible)
                        .map(CompletionAction::of)
                        .orElse(CompletionAction.NONE);
    }

    /** When the pre-stop line is cut; empty when there is none. */
    public Optional<SpawnDuration> preStopCut() {
        if (preStop == null) {
            return Optional.empty();
        }
        if (preStopTimeout != null) {
            return Optional.of(preStopTimeout);
        }
        long half = Math.max(1, life().value().toSeconds() / 2);
        return Optional.of(
                half < DEFAULT_PRE_STOP_TIMEOUT.value().toSeconds()
                        ? new SpawnDuration(Duration.ofSeconds(half))
                        : DEFAULT_PRE_STOP_TIMEOUT);
    }

    /** A one-time spot request cannot be stopped: EC2 would refuse, and the instance would idle on. */
    private PowerAction possible(PowerAction asked) {
        return spot ? PowerAction.TERMINATE : asked;
    }

    public static String checkedPath(String text) {
        if (text.length() > MAX_PATH
                || !PATH.matcher(text).matches()
                || List.of(text.split("/")).contains("..")) {
            throw new Refusal("\"" + Printable.of(text) + "\": a whole path of at most " + MAX_PATH
                    + " letters, digits and _ + = . , : @ -, for example /home/ec2-user/results");
        }
        return text;
    }

    public static String checkedLine(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_LINE_BYTES) {
            throw new Refusal(
                    bytes + " bytes of shell: at most " + MAX_LINE_BYTES + "; put the rest into a script and call it");
        }
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new Refusal("\"" + Printable.of(text) + "\": a line of shell, for example 'sync-results --all'");
        }
        return text;
    }

    public static List<Integer> checkedWarnMinutes(List<Integer> minutes) {
        if (minutes.size() > MAX_WARNINGS
                || minutes.stream().anyMatch(minute -> minute < 1 || minute > MAX_WARN_MINUTES)) {
            throw new Refusal("\"" + Printable.of(minutes.toString()) + "\": at most " + MAX_WARNINGS
                    + " whole numbers of minutes from 1 to " + MAX_WARN_MINUTES + ", for example 15,5,1");
        }
        return minutes;
    }

    public static String checkedInstanceType(String text) {
        List<String> types = List.of(text.split("\\|", -1));
        if (types.size() > MAX_TYPES
                || types.stream().distinct().count() < types.size()
                || !types.stream().allMatch(type -> TYPE.matcher(type).matches())) {
            throw new Refusal("\"" + Printable.of(text) + "\": an instance type, for example c7i.large, or up to "
                    + MAX_TYPES + " different ones in the order in which to try them: 'c7i.large|c7a.large'");
        }
        return text;
    }

    public static String checkedZone(String text) {
        List<String> zones = List.of(text.split("\\|", -1));
        if (zones.size() > MAX_ZONES
                || zones.stream().distinct().count() < zones.size()
                || !zones.stream().allMatch(zone -> ZONE.matcher(zone).matches())) {
            throw new Refusal("\"" + Printable.of(text) + "\": an availability zone, for example us-east-1a, or up to "
                    + MAX_ZONES + " different ones in the order in which to try them: 'us-east-1a|us-east-1b'");
        }
        return text;
    }

    public static int checkedVolumeSize(int gib) {
        if (gib < 1 || gib > MAX_VOLUME_GIB) {
            throw new Refusal(
                    "\"" + gib + "\": a whole number of GiB from 1 to " + MAX_VOLUME_GIB + ", for example 100");
        }
        return gib;
    }

    public static String checkedVolumeType(String text) {
        if (!VOLUME_TYPES.contains(text)) {
            throw new Refusal("\"" + Printable.of(text) + "\": one of " + String.join(", ", VOLUME_TYPES));
        }
        return text;
    }

    public static SpawnDuration checkedPatience(SpawnDuration patience) {
        if (patience.value().compareTo(MAX_PATIENCE.value()) > 0) {
            throw new Refusal("\"" + patience + "\": at most " + MAX_PATIENCE);
        }
        return patience;
    }

    public static String checkedPrice(String text) {
        if (!PRICE.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": US dollars an hour, for example 0.12");
        }
        return text;
    }

    public static String checkedAmi(String text) {
        if (!text.equals("al2023")
                && !text.equals(UBUNTU_24_04)
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
                Fields.optional(detail, "onIdle", PowerAction::parse),
                Fields.optional(detail, "onComplete", CompletionAction::parse),
                Fields.optional(detail, "completionFile", LaunchInstance::checkedPath),
                Fields.optional(detail, "completionDelay", SpawnDuration::parse),
                Fields.optional(detail, "preStop", LaunchInstance::checkedLine),
                Fields.optional(detail, "preStopTimeout", SpawnDuration::parse),
                Fields.integers(detail, "warnMinutes"),
                detail.bool("spot", false),
                detail.bool("onDemandFallback", false),
                Fields.optional(detail, "spotMaxPrice", LaunchInstance::checkedPrice),
                Fields.optional(detail, "patience", text -> checkedPatience(SpawnDuration.parse(text))),
                Fields.optional(detail, "zone", LaunchInstance::checkedZone),
                detail.has("volumeSizeGib") ? Fields.integer(detail, "volumeSizeGib") : null,
                Fields.optional(detail, "volumeType", LaunchInstance::checkedVolumeType),
                detail.bool("hibernation", false),
                Fields.optional(detail, "keyName", LaunchInstance::checkedKeyName),
                Fields.tags(detail, "tags"),
                Fields.optional(detail, "userData", LaunchInstance::checkedUserData),
                Fields.optional(detail, "command", LaunchInstance::checkedLine),
                Fields.optional(detail, "results", LaunchInstance::checkedPath));
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
                .put("onIdle", onIdle == null ? null : onIdle.wire())
                .put("onComplete", onComplete == null ? null : onComplete.wire())
                .put("completionFile", completionFile)
                .put("completionDelay", Fields.text(completionDelay))
                .put("preStop", preStop)
                .put("preStopTimeout", Fields.text(preStopTimeout))
                .put("warnMinutes", Fields.array(warnMinutes))
                .put("spot", spot)
                .put("onDemandFallback", onDemandFallback)
                .put("spotMaxPrice", spotMaxPrice)
                .put("patience", Fields.text(patience))
                .put("zone", zone)
                .put("volumeSizeGib", volumeSizeGib == null ? null : Json.of(volumeSizeGib))
                .put("volumeType", volumeType)
                .put("hibernation", hibernation)
                .put("keyName", keyName)
                .put("tags", tags.values())
                .put("userData", userData)
                .put("command", command)
                .put("results", results)
                .build();
    }
}
