package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program. Exit codes: 0 done, 1 failed, 2 misuse. */
public final class Spored {
    private static final String USAGE = "usage: spored [run]\n       spored status [--json | --check-complete]\n       "
            + CompleteCommand.USAGE + "\n       " + ConfigCommand.USAGE
            + "\n       spored worker\n       spored doctor\n       spored version";

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
        boolean takesOptions = command.equals("status") || command.equals("complete") || command.equals("config");
        if (!options.isEmpty() && !takesOptions) {
            return misuse("unknown option " + options.get(0));
        }
        switch (command) {
            case "run" -> {
                new Agent(root, environment, clock, new Journal(System.out)).run();
                return 0;
            }
            case "worker" -> {
                return new WorkerCommand(root, environment, Pace.STANDARD, System.out, System.err).run();
            }
            case "publish", "results" -> {
                return child(command, environment);
            }
            case "secrets" -> {
                // TLS wants more memory than the flags of this process allow.
                try {
                    return ChildProcess.inPlaceOfThisProgram("resolve-secrets")
                            .start()
                            .waitFor();
                } catch (IOException failed) {
                    System.err.println("spored: " + failed.getMessage());
                    return 1;
                }
            }
            case "resolve-secrets" -> {
                return secrets(environment);
            }
            case "status" -> {
                return status(root, options);
            }
            case "complete" -> {
                Optional<JsonObject> content = CompleteCommand.content(options);
                return content.isEmpty()
                        ? misuse("complete: cannot understand " + String.join(" ", options))
                        : CompleteCommand.run(
                                HostSensor.completionFile(root, Config.read(root.config())),
                                content.get(),
                                System.out,
                                System.err);
            }
            case "config" -> {
                return ConfigCommand.run(root.config(), options, System.out, System.err);
            }
            case "doctor" -> {
                return new DoctorCommand(root, metadata(environment), environment, clock, System.out).run();
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

    private static int status(Root root, List<String> options) {
        if (options.equals(List.of("--check-complete"))) {
            return StatusCommand.checkComplete(root.status(), root.memory(), System.out, System.err);
        }
        boolean json = options.equals(List.of("--json"));
        return options.isEmpty() || json
                ? StatusCommand.run(root.status(), json, System.out, System.err)
                : misuse("unknown option " + String.join(" ", options));
    }

    /** The part of the agent that needs TLS. What goes wrong is an answer, too: the agent says it in its own journal. */
    private static int child(String command, Map<String, String> environment) {
        Optional<String> endpoint =
                Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).filter(url -> !url.isBlank());
        try {
            if (command.equals("publish")) {
                new PublishCommand(metadata(environment), endpoint, System.out).run(System.in);
            } else {
                new ResultsCommand(metadata(environment), endpoint, System.out).run(System.in);
            }
            return 0;
        } catch (IOException | IllegalArgumentException failed) {
            System.out.println("failed " + failed.getMessage());
            return 1;
        }
    }

    private static int secrets(Map<String, String> environment) throws InterruptedException {
        Optional<String> endpoint =
                Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).filter(url -> !url.isBlank());
        try {
            new SecretsCommand(metadata(environment), endpoint, System.out).run(System.in);
            return 0;
        } catch (IOException | IllegalArgumentException failed) {
            System.err.println("spored: " + failed.getMessage());
            return 1;
        }
    }

    private static MetadataService metadata(Map<String, String> environment) {
        return MetadataService.at(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"), Duration.ofSeconds(2));
    }

    private static int misuse(String what) {
        System.err.println("spored: " + what + "\n" + USAGE);
        return 2;
    }
}
