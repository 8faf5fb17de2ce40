package host.spore.spawn.local.systemd;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the services of one instance share.
 *
 * @param environment what every service gets
 * @param wiring part of it that no unit may change: on a machine these are addresses of its hardware, and a copy that
 *     user data made of them on the first boot is out of date on the next
 * @param log takes one line per thing that happens
 */
public record ServiceContext(
        Processes processes,
        InstanceRoot root,
        Map<String, String> environment,
        Map<String, String> wiring,
        InstantSource clock,
        Consumer<String> log) {
    public ServiceContext {
        environment = Map.copyOf(environment);
        wiring = Map.copyOf(wiring);
    }

    void say(String line) {
        log.accept(line);
    }
}
