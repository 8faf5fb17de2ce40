package host.spore.spawn.local.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a command line asks of the machine's power. */
sealed interface PowerRequest {
    /** @param after from now */
    record PowerOff(Duration after) implements PowerRequest {}

    /** @param after from now */
    record Reboot(Duration after) implements PowerRequest {}

    /** Calls off one that is not due yet. */
    record Cancel() implements PowerRequest {}

    /** Meant the power, but cannot be understood. */
    record Refused(String reason) implements PowerRequest {}

    /** Empty when the command is not about power at all ({@code systemctl start x}). */
    static Optional<PowerRequest> of(String tool, List<String> arguments) {
        return switch (tool) {
            case "poweroff", "halt" -> Optional.of(new PowerOff(Duration.ZERO));
            case "reboot" -> Optional.of(new Reboot(Duration.ZERO));
            case "shutdown" -> Optional.of(shutdown(arguments));
            case "systemctl" ->
                arguments.stream()
                        .filter(argument -> !argument.startsWith("-"))
                        .findFirst()
                        .flatMap(verb -> switch (verb) {
                            case "poweroff", "halt" -> Optional.of(new PowerOff(Duration.ZERO));
                            case "reboot" -> Optional.of(new Reboot(Duration.ZERO));
                            default -> Optional.empty();
                        });
            default -> Optional.empty();
        };
    }

    private static PowerRequest shutdown(List<String> arguments) {
        List<String> words = new ArrayList<>();
        boolean reboot = false;
        for (String argument : arguments) {
            switch (argument) {
                case "-c" -> {
                    return new Cancel();
                }
                case "-r", "--reboot" -> reboot = true;
                case "-h", "-P", "-H", "--poweroff", "--halt", "--no-wall" -> {}
                default -> {
                    if (argument.startsWith("-")) {
                        return new Refused("shutdown: " + argument + " is not simulated here");
                    }
                    words.add(argument);
                }
            }
        }
        // systemd's default is a minute from now; anything behind the time is the wall message.
        String time = words.isEmpty() ? "+1" : words.getFirst();
        if (!time.equals("now") && !time.matches("\\+?\\d{1,4}")) {
            return new Refused("shutdown: time \"" + time + "\" is not simulated here; now and +MINUTES are");
        }
        Duration after = time.equals("now") ? Duration.ZERO : Duration.ofMinutes(Long.parseLong(time.replace("+", "")));
        return reboot ? new Reboot(after) : new PowerOff(after);
    }
}
