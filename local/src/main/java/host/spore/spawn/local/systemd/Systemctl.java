package host.spore.spawn.local.systemd;

import host.spore.spawn.local.systemd.Processes.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The command line of {@code systemctl}, as far as user data and agents use it. */
public final class Systemctl {
    private static final Map<String, Signal> SIGNALS =
            Map.of("TERM", Signal.TERM, "15", Signal.TERM, "KILL", Signal.KILL, "9", Signal.KILL, "ABRT", Signal.ABRT);

    private final ServiceManager manager;

    public Systemctl(ServiceManager manager) {
        this.manager = manager;
    }

    /** Everything but poweroff, halt and reboot, which are the machine's. An unknown verb is an error, never a success. */
    public Reply run(List<String> arguments) {
        Options options = Options.of(arguments);
        if (!options.unknown().isEmpty()) {
            return Reply.failed(1, "systemctl: not simulated here: " + String.join(" ", options.unknown()));
        }
        if (options.words().isEmpty()) {
            return Reply.failed(1, "systemctl: no verb");
        }
        List<String> units = options.words().stream()
                .skip(1)
                .map(unit -> unit.contains(".") ? unit : unit + ".service")
                .toList();
        return switch (options.words().getFirst()) {
            case "daemon-reload", "daemon-reexec" -> manager.reload();
            case "start" -> each(units, unit -> begin(unit, options.noBlock()));
            case "stop" -> each(units, manager::stop);
            case "restart" ->
                each(units, unit -> {
                    manager.stop(unit);
                    return begin(unit, options.noBlock());
                });
            case "try-restart" ->
                each(units, unit -> {
                    if (!manager.activeState(unit).equals("active")) {
                        return Reply.ok();
                    }
                    manager.stop(unit);
                    return begin(unit, options.noBlock());
                });
            case "enable" ->
                each(units, unit -> {
                    Reply enabled = manager.enable(unit);
                    return enabled.exit() == 0 && options.now()
                            ? joined(enabled, begin(unit, options.noBlock()))
                            : enabled;
                });
            case "disable" ->
                each(units, unit -> {
                    Reply disabled = manager.disable(unit);
                    return options.now() ? joined(disabled, manager.stop(unit)) : disabled;
                });
            case "is-active" -> states(options, units, manager::activeState, "active", 3);
            case "is-failed" -> states(options, units, manager::activeState, "failed", 1);
            case "is-enabled" ->
                states(options, units, unit -> manager.isEnabled(unit) ? "enabled" : "disabled", "enabled", 1);
            case "kill" -> each(units, unit -> kill(unit, options.signal()));
            case "status" -> each(units, this::status);
            case "show" -> each(units, unit -> show(unit, options));
            case "reset-failed" -> Reply.ok();
            case "list-units", "list-timers" ->
                Reply.ok(String.join(
                        "",
                        manager.loadedNames().stream()
                                .map(name -> name + " " + manager.describe(name) + "\n")
                                .toList()));
            default ->
                Reply.failed(
                        1, "systemctl: not simulated here: " + options.words().getFirst());
        };
    }

    private Reply begin(String unit, boolean noBlock) {
        if (!noBlock) {
            return manager.start(unit);
        }
        if (!manager.exists(unit)) {
            return Reply.failed(5, "Failed to start " + unit + ": Unit " + unit + " not found.");
        }
        Thread.ofVirtual().start(() -> manager.start(unit));
        return Reply.ok();
    }

    private Reply kill(String unit, String name) {
        Signal signal = SIGNALS.get(name.startsWith("SIG") ? name.substring(3) : name);
        if (signal == null) {
            return Reply.failed(1, "systemctl: signal " + name + " is not simulated here");
        }
        return manager.signal(unit, signal)
                ? Reply.ok()
                : Reply.failed(1, "Failed to kill unit " + unit + ": it is not running.");
    }

    private Reply status(String unit) {
        if (!manager.exists(unit)) {
            return Reply.failed(4, "Unit " + unit + " could not be found.");
        }
        boolean active = manager.activeState(unit).equals("active");
        String pid = manager.mainPid(unit).isPresent()
                ? "   Main PID: " + manager.mainPid(unit).getAsLong() + "\n"
                : "";
        return new Reply(active ? 0 : 3, unit + "\n     Active: " + manager.describe(unit) + "\n" + pid, "");
    }

    private Reply show(String unit, Options options) {
        Map<String, String> known = Map.of(
                "ActiveState",
                manager.activeState(unit),
                "MainPID",
                Long.toString(manager.mainPid(unit).orElse(0)),
                "LoadState",
                manager.exists(unit) ? "loaded" : "not-found",
                "UnitFileState",
                manager.isEnabled(unit) ? "enabled" : "disabled",
                "Id",
                unit);
        StringBuilder out = new StringBuilder();
        for (String property : options.properties()) {
            String value = known.get(property);
            if (value == null) {
                return Reply.failed(1, "systemctl: property " + property + " is not simulated here");
            }
            out.append(options.valueOnly() ? value : property + "=" + value).append('\n');
        }
        return Reply.ok(out.toString());
    }

    private static Reply states(
            Options options, List<String> units, Function<String, String> state, String good, int otherwise) {
        boolean any = units.stream().anyMatch(unit -> state.apply(unit).equals(good));
        String out = String.join(
                "", units.stream().map(unit -> state.apply(unit) + "\n").toList());
        return new Reply(any ? 0 : otherwise, options.quiet() ? "" : out, "");
    }

    private static Reply each(List<String> units, Function<String, Reply> verb) {
        if (units.isEmpty()) {
            return Reply.failed(1, "systemctl: no unit named");
        }
        Reply sum = Reply.ok();
        for (String unit : units) {
            sum = joined(sum, verb.apply(unit));
        }
        return sum;
    }

    private static Reply joined(Reply first, Reply second) {
        return new Reply(
                second.exit() == 0 ? first.exit() : second.exit(),
                first.out() + second.out(),
                first.err()
                        + second.err()
                        + (second.err().isEmpty() || second.err().endsWith("\n") ? "" : "\n"));
    }

    /** @param words verb and units */
    private record Options(
            List<String> words,
            boolean now,
            boolean noBlock,
            boolean quiet,
            boolean valueOnly,
            String signal,
            List<String> properties,
            List<String> unknown) {

        static Options of(List<String> arguments) {
            List<String> words = new ArrayList<>();
            List<String> properties = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            boolean now = false;
            boolean noBlock = false;
            boolean quiet = false;
            boolean valueOnly = false;
            String signal = "TERM";
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
                switch (argument) {
                    case "--now" -> now = true;
                    case "--no-block" -> noBlock = true;
                    case "--value" -> valueOnly = true;
                    case "-q", "--quiet" -> quiet = true;
                    // How it is shown, who is asked for a password, whether it is forced: the same here.
                    case "--no-pager",
                            "--no-legend",
                            "--no-ask-password",
                            "-f",
                            "--force",
                            "-i",
                            "--system",
                            "--plain",
                            "-a",
                            "--all",
                            "-l",
                            "--full",
                            "--no-wall" -> {}
                    case "-s", "--signal" -> {
                        signal = next;
                        i++;
                    }
                    case "-p", "--property" -> {
                        properties.addAll(List.of(next.split(",")));
                        i++;
                    }
                    default -> {
                        if (argument.startsWith("--signal=")) {
                            signal = argument.substring("--signal=".length());
                        } else if (argument.startsWith("--property=")) {
                            properties.addAll(List.of(
                                    argument.substring("--property=".length()).split(",")));
                        } else if (argument.startsWith("-")) {
                            unknown.add(argument);
                        } else {
                            words.add(argument);
                        }
                    }
                }
            }
            return new Options(words, now, noBlock, quiet, valueOnly, signal, properties, unknown);
        }
    }
}
