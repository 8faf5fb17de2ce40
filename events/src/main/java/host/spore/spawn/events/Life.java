package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long an instance lives, and what ends it earlier. Its deadline is fixed by the control plane, {@code ttl} after EC2
 * is asked; with no {@code ttl} it is 24 h, and an idle time-out of 1 h unless one is given.
 *
 * @param ttl at most 365 days
 * @param idleTimeout after which {@code onIdle} follows
 * @param onIdle stop when absent
 * @param onComplete what follows when the work on it is done; nothing when absent
 * @param completionFile whose appearance says that the work is done; the agent's own place when absent
 * @param completionDelay between completion and what follows it
 * @param preStop a line of shell that the login user runs before the instance ends or stops
 * @param preStopTimeout after which it is cut; 5 minutes when absent, or half the life of one that lives less than 10
 * @param warnMinutes before the deadline, at which sessions are told of it; the agent's own when empty
 */
public record Life(
        @Nullable SpawnDuration ttl,
        @Nullable SpawnDuration idleTimeout,
        @Nullable PowerAction onIdle,
        @Nullable CompletionAction onComplete,
        @Nullable String completionFile,
        @Nullable SpawnDuration completionDelay,
        @Nullable String preStop,
        @Nullable SpawnDuration preStopTimeout,
        List<Integer> warnMinutes) {
    /** Of an instance that nobody said anything about. */
    public static final Life DEFAULT = new Life(null, null, null, null, null, null, null, null, List.of());

    /** An instance that nobody gave a length of life. */
    public static final SpawnDuration DEFAULT_TTL = new SpawnDuration(Duration.ofHours(24));

    /** Such an instance should not also idle through the whole day. */
    public static final SpawnDuration DEFAULT_IDLE_TIMEOUT = new SpawnDuration(Duration.ofHours(1));

    public static final int MAX_WARNINGS = 10;

    private static final SpawnDuration DEFAULT_PRE_STOP_TIMEOUT = new SpawnDuration(Duration.ofMinutes(5));
    private static final int MAX_WARN_MINUTES = 1_440;
    private static final Duration MAX_TTL = Duration.ofDays(365);

    public Life {
        if (ttl != null) {
            checkedTtl(ttl);
        }
        if (completionFile != null) {
            Work.checkedPath(completionFile);
        }
        if (preStop != null) {
            Work.checkedLine(preStop);
        }
        warnMinutes = checkedWarnMinutes(warnMinutes);
        checkTogether(ttl, idleTimeout, onIdle, onComplete, completionDelay, preStop, preStopTimeout);
    }

    /** What each may be and all may not. An option that would do nothing is a mistake of whoever gave it. */
    private static void checkTogether(
            @Nullable SpawnDuration ttl,
            @Nullable SpawnDuration idleTimeout,
            @Nullable PowerAction onIdle,
            @Nullable CompletionAction onComplete,
            @Nullable SpawnDuration completionDelay,
            @Nullable String preStop,
            @Nullable SpawnDuration preStopTimeout) {
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

    /** How long it may be. */
    public SpawnDuration length() {
        return ttl == null ? DEFAULT_TTL : ttl;
    }

    /** How long it may idle; empty when that is not watched. */
    public Optional<SpawnDuration> watchedIdleTimeout() {
        return Optional.ofNullable(idleTimeout == null && ttl == null ? DEFAULT_IDLE_TIMEOUT : idleTimeout);
    }

    /** When the pre-stop line is cut; empty when there is none. */
    public Optional<SpawnDuration> preStopCut() {
        if (preStop == null) {
            return Optional.empty();
        }
        if (preStopTimeout != null) {
            return Optional.of(preStopTimeout);
        }
        long half = Math.max(1, length().value().toSeconds() / 2);
        return Optional.of(
                half < DEFAULT_PRE_STOP_TIMEOUT.value().toSeconds()
                        ? new SpawnDuration(Duration.ofSeconds(half))
                        : DEFAULT_PRE_STOP_TIMEOUT);
    }

    /** The option that needs an instance that can hibernate, if any does. */
    Optional<String> hibernatingOption() {
        if (onIdle == PowerAction.HIBERNATE) {
            return Optional.of("--on-idle hibernate");
        }
        return onComplete == CompletionAction.HIBERNATE ? Optional.of("--on-complete hibernate") : Optional.empty();
    }

    public static SpawnDuration checkedTtl(SpawnDuration ttl) {
        if (ttl.value().compareTo(MAX_TTL) > 0) {
            throw new Refusal("\"" + ttl + "\": at most 365d");
        }
        return ttl;
    }

    public static List<Integer> checkedWarnMinutes(List<Integer> minutes) {
        if (minutes.size() > MAX_WARNINGS
                || minutes.stream().anyMatch(minute -> minute < 1 || minute > MAX_WARN_MINUTES)) {
            throw new Refusal("\"" + Printable.of(minutes.toString()) + "\": at most " + MAX_WARNINGS
                    + " whole numbers of minutes from 1 to " + MAX_WARN_MINUTES + ", for example 15,5,1");
        }
        return List.copyOf(minutes);
    }

    static Life read(JsonObject detail) {
        return new Life(
                Fields.optional(detail, "ttl", text -> checkedTtl(SpawnDuration.parse(text))),
                Fields.optional(detail, "idleTimeout", SpawnDuration::parse),
                Fields.optional(detail, "onIdle", PowerAction::parse),
                Fields.optional(detail, "onComplete", CompletionAction::parse),
                Fields.optional(detail, "completionFile", Work::checkedPath),
                Fields.optional(detail, "completionDelay", SpawnDuration::parse),
                Fields.optional(detail, "preStop", Work::checkedLine),
                Fields.optional(detail, "preStopTimeout", SpawnDuration::parse),
                Fields.integers(detail, "warnMinutes"));
    }

    void write(JsonObject.Builder into) {
        into.put("ttl", Fields.text(ttl))
                .put("idleTimeout", Fields.text(idleTimeout))
                .put("onIdle", onIdle == null ? null : onIdle.wire())
                .put("onComplete", onComplete == null ? null : onComplete.wire())
                .put("completionFile", completionFile)
                .put("completionDelay", Fields.text(completionDelay))
                .put("preStop", preStop)
                .put("preStopTimeout", Fields.text(preStopTimeout))
                .put("warnMinutes", Fields.array(warnMinutes));
    }
}
