package host.spore.spawn.local.systemd;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the services of one instance share.
 *
 * @param environment what every service gets
 * @param log takes one line per thing that happens
 */
public record ServiceContext(
        Processes processes,
        InstanceRoot root,
        Map<String, String> environment,
        InstantSource clock,
        Consumer<String> log) {
    public ServiceContext {
        environment = Map.copyOf(environment);
    }

    void say(String line) {
        log.accept(line);
    }
}
