package host.spore.spawn.local.cloud;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.json.Json.JsonString;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An account of the embedded cloud, which takes an access key of twelve digits for one. */
final class Account implements AutoCloseable {
    private final Cloud cloud;
    private final AccountId id;
    private final Path folder;
    private final List<Process> hosts = new ArrayList<>();

    Account(Cloud cloud, String id) {
        this.cloud = cloud;
        this.id = new AccountId(id);
        this.folder = made(cloud.folder("accounts").resolve(id));
    }

    AccountId id() {
        return id;
    }

    /** Once per account; the stacks come after. */
    void bootstrap() {
        // In a folder without an app: it needs none.
        succeeded(
                cloud.cdk(id.value(), folder, List.of("bootstrap", "aws://" + id + "/" + cloud.setting("AWS_REGION"))));
    }

    /**
     * As the documentation has it.
     *
     * @param stacks their names, or {@code --all}
     * @return what the stacks put out
     */
    Map<String, String> deploy(String stacks, Map<String, String> context) {
        Path outputs = folder.resolve("outputs.json");
        List<String> command = new ArrayList<>(app());
        command.addAll(List.of("deploy", stacks, "--require-approval", "never", "--method", "direct"));
        command.addAll(List.of("--outputs-file", outputs.toString()));
        command.addAll(given(context));
        succeeded(cloud.cdk(id.value(), Cloud.ROOT.resolve("cdk-app"), command));
        Map<String, String> values = new LinkedHashMap<>();
        try {
            JsonObject.parse(Files.readString(outputs)).members().values().forEach(stack -> {
                if (stack instanceof JsonObject of) {
                    of.members().forEach((name, value) -> {
                        if (value instanceof JsonString(String text)) {
                            values.put(name, text);
                        }
                    });
                }
            });
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        return values;
    }

    void destroy(Map<String, String> context) {
        List<String> command = new ArrayList<>(app());
        command.addAll(List.of("destroy", "--all", "--force"));
        command.addAll(given(context));
        succeeded(cloud.cdk(id.value(), Cloud.ROOT.resolve("cdk-app"), command));
    }

    private List<String> app() {
        return List.of(
                "--app",
                Cloud.ROOT.resolve("cdk-app/bin/app").toString(),
                "--output",
                folder.resolve("cdk.out").toString());
    }

    private static List<String> given(Map<String, String> context) {
        List<String> arguments = new ArrayList<>();
        context.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    private static void succeeded(Cloud.Ran ran) {
        if (ran.exit() != 0) {
            throw new AssertionError("cdk ended with " + ran.exit() + "\n" + ran.out() + ran.err());
        }
    }

    /** What runs this account's instances, as {@code local/up} has one for its own. */
    void runInstances() {
        Path instances = made(folder.resolve("instances"));
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Cloud.ROOT.resolve("local/target/dist/lib") + "/*",
                        "host.spore.spawn.local.InstanceHost")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("instance-host.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        for (String name : List.of("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_SECRET_ACCESS_KEY")) {
            environment.put(name, cloud.setting(name));
        }
        environment.put("AWS_ACCESS_KEY_ID", id.value());
        environment.put("SPAWN_HOST_DIR", instances.toString());
        // By which local/down finds what a test that was killed has left.
        environment.put("SPAWN_CLOUD_MARK", cloud.folder("").toString());
        try {
            hosts.add(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Await.until(
                "the instance host of " + id,
                Duration.ofSeconds(60),
                () -> Files.exists(instances.resolve("control.json")));
    }

    @Override
    public void close() {
        for (Process host : hosts) {
            host.destroy();
            try {
                if (!host.waitFor(30, TimeUnit.SECONDS)) {
                    host.destroyForcibly();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                host.destroyForcibly();
            }
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
