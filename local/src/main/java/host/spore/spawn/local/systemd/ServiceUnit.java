package host.spore.spawn.local.systemd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@code .service} file asks for, as far as it is simulated.
 *
 * @param directories made before the start, as on a real machine
 * @param watchdog absent: nobody watches
 * @param problems what the file says that could not be understood or is not simulated, one line each
 */
record ServiceUnit(
        String name,
        String description,
        Type type,
        List<CommandLine> before,
        List<CommandLine> commands,
        List<String> environment,
        List<String> environmentFiles,
        Optional<String> workingDirectory,
        List<String> directories,
        List<String> conditions,
        Restart restart,
        Duration restartAfter,
        Set<Integer> neverRestartOn,
        Set<Integer> alsoSuccess,
        boolean remainAfterExit,
        Duration startTimeout,
        Duration stopTimeout,
        boolean asksMainAlone,
        Optional<Duration> watchdog,
        StartLimit startLimit,
        List<String> after,
        List<String> wants,
        List<String> wantedBy,
        List<String> problems) {

    enum Type {
        SIMPLE,
        EXEC,
        NOTIFY,
        ONESHOT
    }

    /** @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Restart=">Restart=</a> */
    enum Restart {
        NO,
        ON_SUCCESS,
        ON_FAILURE,
        ON_ABNORMAL,
        ON_ABORT,
        ON_WATCHDOG,
        ALWAYS
    }

    static ServiceUnit of(UnitFile file) {
        Problems problems = new Problems(file.beyond(List.of(Directives.SIMULATED, Directives.IGNORED)));
        Type type = problems.oneOf(file, "Service", "Type", Type.class, Type.SIMPLE);
        return new ServiceUnit(
                file.name(),
                file.last("Unit", "Description").orElse(file.name()),
                type,
                file.values("Service", "ExecStartPre").stream()
                        .map(CommandLine::parse)
                        .toList(),
                file.values("Service", "ExecStart").stream()
                        .map(CommandLine::parse)
                        .toList(),
                file.values("Service", "Environment").stream()
                        .flatMap(value -> CommandLine.split(value).stream())
                        .toList(),
                file.values("Service", "EnvironmentFile"),
                file.last("Service", "WorkingDirectory"),
                List.of("StateDirectory /var/lib/", "RuntimeDirectory /run/", "LogsDirectory /var/log/").stream()
                        .map(kind -> kind.split(" "))
                        .flatMap(kind -> file.words("Service", kind[0]).stream().map(name -> kind[1] + name))
                        .toList(),
                file.values("Unit", "ConditionPathExists"),
                problems.oneOf(file, "Service", "Restart", Restart.class, Restart.NO),
                problems.span(file, "Service", "RestartSec").orElse(Duration.ofMillis(100)),
                problems.codes(file, "RestartPreventExitStatus"),
                problems.codes(file, "SuccessExitStatus"),
                file.last("Service", "RemainAfterExit").map(Problems::yes).orElse(false),
                // systemd's defaults: 90 s, and a oneshot may take as long as it takes.
                problems.span(file, "Service", "TimeoutStartSec")
                        .orElse(type == Type.ONESHOT ? TimeSpan.INFINITY : Duration.ofSeconds(90)),
                problems.span(file, "Service", "TimeoutStopSec").orElse(Duration.ofSeconds(90)),
                file.last("Service", "KillMode").filter("mixed"::equals).isPresent(),
                problems.span(file, "Service", "WatchdogSec").filter(span -> !span.isZero()),
                new StartLimit(
                        problems.span(file, "Unit", "StartLimitIntervalSec").orElse(Duration.ofSeconds(10)),
                        problems.count(file, "Unit", "StartLimitBurst", 5)),
                file.words("Unit", "After"),
                List.of(file.words("Unit", "Wants"), file.words("Unit", "Requires")).stream()
                        .flatMap(List::stream)
                        .toList(),
                file.words("Install", "WantedBy"),
                problems.lines());
    }

    /** Whether this end is a failure in systemd's eyes. */
    boolean succeeded(Exit exit) {
        return exit.clean() || alsoSuccess.contains(exit.code());
    }

    /** Whether {@code Restart=} asks for another start after this end, which nobody asked for. */
    boolean restartsAfter(Exit exit) {
        if (neverRestartOn.contains(exit.code())) {
            return false;
        }
        boolean success = succeeded(exit);
        return switch (restart) {
            case NO -> false;
            case ALWAYS -> true;
            case ON_SUCCESS -> success;
            case ON_FAILURE -> !success;
            case ON_ABNORMAL -> !success && (exit.signalled() || exit.watchdog());
            case ON_ABORT -> !success && exit.signalled() && !exit.watchdog();
            case ON_WATCHDOG -> exit.watchdog();
        };
    }

    /** Reads values and collects what is wrong with them. */
    private record Problems(ArrayList<String> found) {
        Problems(List<String> found) {
            this(new ArrayList<>(found));
        }

        List<String> lines() {
            return List.copyOf(found);
        }

        static boolean yes(String value) {
            return Set.of("yes", "true", "on", "1").contains(value.toLowerCase(Locale.ROOT));
        }

        Optional<Duration> span(UnitFile file, String section, String key) {
            return file.last(section, key).flatMap(value -> {
                Optional<Duration> span = TimeSpan.parse(value);
                if (span.isEmpty()) {
                    found.add("[" + section + "] " + key + "=" + value + ": no time span");
                }
                return span;
            });
        }

        int count(UnitFile file, String section, String key, int absent) {
            Optional<String> value = file.last(section, key);
            if (value.isPresent() && !value.get().matches("\\d{1,6}")) {
                found.add("[" + section + "] " + key + "=" + value.get() + ": no number");
                return absent;
            }
            return value.map(Integer::parseInt).orElse(absent);
        }

        Set<Integer> codes(UnitFile file, String key) {
            return file.words("Service", key).stream()
                    .filter(word -> {
                        boolean number = word.matches("\\d{1,3}");
                        if (!number) {
                            found.add("[Service] " + key + "=" + word + ": only numbers are simulated");
                        }
                        return number;
                    })
                    .map(Integer::valueOf)
                    .collect(Collectors.toUnmodifiableSet());
        }

        <E extends Enum<E>> E oneOf(UnitFile file, String section, String key, Class<E> values, E absent) {
            Optional<String> value = file.last(section, key);
            for (E candidate : values.getEnumConstants()) {
                if (value.isPresent()
                        && candidate
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')
                                .equals(value.get())) {
                    return candidate;
                }
            }
            value.ifPresent(unknown -> found.add("[" + section + "] " + key + "=" + unknown + " is not simulated; "
                    + absent.name().toLowerCase(Locale.ROOT) + " instead"));
            return absent;
        }
    }
}
