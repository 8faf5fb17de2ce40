package host.spore.spawn.local.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What all simulated machines on this computer share.
 *
 * @param folder one folder per instance in it
 * @param init the script of process 1
 * @param namespaces whether this computer has them for us
 * @param endpoints environment that leads programs in an instance to the emulator
 * @param path where an instance finds the computer's tools, behind the shims
 */
public record MachineHost(
        Path folder,
        Path init,
        boolean namespaces,
        ShimServer shims,
        Map<String, String> endpoints,
        String path,
        InstantSource clock) {
    public MachineHost {
        endpoints = Map.copyOf(endpoints);
    }

    /** Looks once what the computer has. */
    public static MachineHost probe(
            Path folder, ShimServer shims, Map<String, String> environment, InstantSource clock, Consumer<String> log)
            throws IOException, InterruptedException {
        Path init = Files.createDirectories(folder.resolve(".host")).resolve("init.sh");
        Files.writeString(init, Shims.resource("init.sh"));
        boolean namespaces = NamespaceSandbox.works(folder, init);
        log.accept(
                namespaces
                        ? "instances run in user, PID and mount namespaces"
                        : "no namespaces here: instances run in process groups, and user data is not kept off this machine");
        Map<String, String> endpoints = new LinkedHashMap<>();
        environment.forEach((name, value) -> {
            if (name.equals("AWS_ENDPOINT_URL") || name.startsWith("AWS_ENDPOINT_URL_")) {
                endpoints.put(name, value);
            }
        });
        String url = endpoints.get("AWS_ENDPOINT_URL");
        if (url != null) {
            endpoints.putIfAbsent("AWS_ENDPOINT_URL_S3", url);
        }
        return new MachineHost(
                folder,
                init,
                namespaces,
                shims,
                endpoints,
                environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                clock);
    }

    Sandbox sandbox(Path instanceFolder) throws IOException {
        return namespaces ? NamespaceSandbox.open(instanceFolder, init) : new GroupSandbox();
    }
}
