package host.spore.spawn.local.systemd;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code .timer} file asks for, as far as it is simulated.
 *
 * @param unit what it starts
 * @param calendar {@code OnCalendar=}: minutely, hourly or daily
 */
record TimerUnit(
        String name,
        String description,
        String unit,
        List<Duration> afterBoot,
        List<Duration> afterActivation,
        List<Duration> afterUnit,
        List<ChronoUnit> calendar,
        List<String> wantedBy,
        List<String> problems) {
    private static final Map<String, ChronoUnit> CALENDAR = Map.of(
            "minutely", ChronoUnit.MINUTES,
            "*-*-* *:*:00", ChronoUnit.MINUTES,
            "*:*:00", ChronoUnit.MINUTES,
            "*:0/1", ChronoUnit.MINUTES,
            "hourly", ChronoUnit.HOURS,
            "daily", ChronoUnit.DAYS);

    static TimerUnit of(UnitFile file) {
        List<String> problems = new ArrayList<>(file.beyond(List.of(Directives.SIMULATED, Directives.IGNORED)));
        String base = file.name().substring(0, file.name().lastIndexOf('.'));
        return new TimerUnit(
                file.name(),
                file.last("Unit", "Description").orElse(file.name()),
                file.last("Timer", "Unit").orElse(base + ".service"),
                spans(file, "OnBootSec", problems),
                spans(file, "OnActiveSec", problems),
                spans(file, "OnUnitActiveSec", problems),
                file.values("Timer", "OnCalendar").stream()
                        .flatMap(value -> {
                            if (!CALENDAR.containsKey(value)) {
                                problems.add("[Timer] OnCalendar=" + value
                                        + " is not simulated; minutely, hourly and daily are");
                            }
                            return Stream.ofNullable(CALENDAR.get(value));
                        })
                        .toList(),
                file.words("Install", "WantedBy"),
                List.copyOf(problems));
    }

    /**
     * When it fires next; empty when never again.
     *
     * @param activated when the timer was started
     * @param lastFired when it fired last, null when it has not yet
     */
    Optional<Instant> next(Instant boot, Instant activated, @Nullable Instant lastFired) {
        // A base time that is over when the timer starts elapses at once (systemd.timer, OnBootSec=).
        Stream<Instant> fixed = Stream.concat(
                        afterBoot.stream().map(boot::plus),
                        afterActivation.stream().map(activated::plus))
                .filter(due -> lastFired == null || lastFired.isBefore(due));
        Stream<Instant> recurring =
                lastFired == null ? Stream.empty() : afterUnit.stream().map(lastFired::plus);
        Instant since = lastFired == null ? activated : lastFired;
        Stream<Instant> byCalendar = calendar.stream()
                .map(unit -> since.atOffset(ZoneOffset.UTC)
                        .truncatedTo(unit)
                        .plus(1, unit)
                        .toInstant());
        return Stream.of(fixed, recurring, byCalendar).flatMap(dues -> dues).min(Comparator.naturalOrder());
    }

    private static List<Duration> spans(UnitFile file, String key, List<String> problems) {
        return file.values("Timer", key).stream()
                .flatMap(value -> {
                    Optional<Duration> span = TimeSpan.parse(value);
                    if (span.isEmpty()) {
                        problems.add("[Timer] " + key + "=" + value + ": no time span");
                    }
                    return span.stream();
                })
                .toList();
    }
}
