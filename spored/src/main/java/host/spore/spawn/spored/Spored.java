package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program. Exit codes: 0 done, 1 failed, 2 misuse. */
public final class Spored {
    private static final String USAGE = "usage: spored [run | status [--json] | version]";

    private Spored() {}

    /** Runs one command; none is {@code run}. */
    public static void main(String[] arguments) throws InterruptedException {
        int code = run(List.of(arguments), System.getenv());
        System.out.flush();
        System.exit(code);
    }

    private static int run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        Root root = Root.of(environment.get("SPAWN_ROOT"));
        Clock clock = Clock.systemUTC();
        String command = arguments.isEmpty() ? "run" : arguments.get(0);
        List<String> options = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        if (!options.isEmpty() && !(command.equals("status") && options.equals(List.of("--json")))) {
            return misuse("unknown option " + options.get(0));
        }
        switch (command) {
            case "run" -> {
                new Agent(root, environment, clock, new Journal(System.out)).run();
                return 0;
            }
            case "publish" -> {
                return publish(environment, clock);
            }
            case "status" -> {
                return StatusCommand.run(root.status(), !options.isEmpty(), clock.instant(), System.out, System.err);
            }
            case "version" -> {
                System.out.println("spored " + Self.version());
                return 0;
            }
            default -> {
                return misuse("unknown command " + command);
            }
        }
    }

    private static int publish(Map<String, String> environment, Clock clock) {
        MetadataService metadata =
                MetadataService.at(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"), Duration.ofSeconds(2));
        Optional<String> endpoint =
                Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).filter(url -> !url.isBlank());
        try {
            new PublishCommand(metadata, endpoint, clock, System.out).run(System.in);
            return 0;
        } catch (IOException | IllegalArgumentException failed) {
            System.err.println("spored publish: " + failed.getMessage());
            return 1;
        }
    }

    private static int misuse(String what) {
        System.err.println("spored: " + what + "; " + USAGE);
        return 2;
    }
}
