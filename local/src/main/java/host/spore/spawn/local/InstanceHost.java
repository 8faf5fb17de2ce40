package host.spore.spawn.local;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.ec2.CloudException;
import host.spore.spawn.local.ec2.DefaultBus;
import host.spore.spawn.local.ec2.Ec2Cloud;
import host.spore.spawn.local.machine.MachineHost;
import host.spore.spawn.local.machine.ShimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * The instance host: runs beside the emulator and is what EC2's hypervisors, event source and metadata service are to a
 * real account.
 *
 * <p>Environment: {@code AWS_ENDPOINT_URL} (the emulator), {@code AWS_REGION}, credentials; {@code SPAWN_HOST_DIR} (a
 * folder for the instances); {@code SPAWN_HOST_PORT} (of the control API on 127.0.0.1, 0 for any; it is written to
 * {@code $SPAWN_HOST_DIR/control.json} once the host is ready); {@code SPAWN_HOST_BOOT_MILLIS} (from pending to running,
 * 300), {@code SPAWN_HOST_GRACE_MILLIS} (from SIGTERM to SIGKILL at power-off, 3000), {@code SPAWN_HOST_AGENT} (the unit
 * that crash kills, {@code spored.service}).
 *
 * <p>SIGTERM ends every process of every instance and leaves the instances at EC2 as they are; a host that is started
 * again boots them. SIGKILL of this process ends them too (see {@code init.sh}).
 */
public final class InstanceHost {
    private static final Duration LOOK_EVERY = Duration.ofMillis(150);
    private static final Duration LOOK_AT_LEAST = Duration.ofSeconds(1);
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);

    private InstanceHost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        // The log of this program is its standard output: the embedded cloud's scripts collect it.
        HostLog log = new HostLog(System.out, clock);
        try {
            run(System.getenv(), log, clock);
        } catch (IllegalArgumentException misuse) {
            log.say("host", String.valueOf(misuse.getMessage()));
            System.exit(2);
        }
    }

    private static void run(Map<String, String> environment, HostLog log, Clock clock)
            throws IOException, InterruptedException {
        if (required(environment, "AWS_ENDPOINT_URL").contains("amazonaws.com")) {
            // Power-off of a simulated machine terminates "its" instance: never let that be a real one.
            throw new IllegalArgumentException("AWS_ENDPOINT_URL is AWS itself: the instance host is for an emulator");
        }
        Path folder = Files.createDirectories(Path.of(required(environment, "SPAWN_HOST_DIR")))
                .toRealPath();
        int port = (int) number(environment, "SPAWN_HOST_PORT", 0, 65_535);
        Duration boot = Duration.ofMillis(number(environment, "SPAWN_HOST_BOOT_MILLIS", 300, 60_000));
        Duration grace = Duration.ofMillis(number(environment, "SPAWN_HOST_GRACE_MILLIS", 3_000, 60_000));

        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await(grace.toMillis() + 15_000, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                // The JVM ends in any case, and the pipes to the instances close with it.
                Thread.currentThread().interrupt();
            }
        }));

        try (Ec2Client ec2 = Ec2Client.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
                EventBridgeClient eventBridge = EventBridgeClient.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
                ShimServer shims = new ShimServer(line -> log.say("host", line))) {
            String region = ec2.serviceClientConfiguration().region().id();
            HostContext context = new HostContext(
                    new Ec2Cloud(ec2, region),
                    new DefaultBus(eventBridge),
                    MachineHost.probe(folder, shims, environment, clock, line -> log.say("host", line)),
                    log,
                    clock,
                    environment.getOrDefault("SPAWN_HOST_AGENT", "spored.service"),
                    boot,
                    grace,
                    MAX_BACK_OFF);
            Fleet fleet = new Fleet(context);
            try (ControlServer control = new ControlServer(port, fleet, context)) {
                announce(folder, control.port());
                log.say("host", "ready on port " + control.port() + ", instances in " + folder);
                lookUntil(stop, fleet, log);
                log.say("host", "stopping: every instance's processes end");
                fleet.close();
            } finally {
                Files.deleteIfExists(folder.resolve("control.json"));
            }
            log.say("host", "stopped");
        } finally {
            stopped.countDown();
        }
    }

    private static void lookUntil(CountDownLatch stop, Fleet fleet, HostLog log) throws InterruptedException {
        @Nullable String trouble = null;
        Duration pause = LOOK_EVERY;
        while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            long began = System.nanoTime();
            try {
                fleet.look();
                if (trouble != null) {
                    log.say("host", "EC2 answers again");
                }
                trouble = null;
            } catch (CloudException | IOException failed) {
                // Said once, not six times a second; the next look is as good as this one.
                String message = String.valueOf(failed.getMessage());
                if (!message.equals(trouble)) {
                    log.say("host", message);
                }
                trouble = message;
            }
            // The more instances, the longer an answer takes: at most a fifth of the emulator's time goes into
            // answering.
            Duration asked = Duration.ofNanos(System.nanoTime() - began);
            long millis = Math.clamp(asked.multipliedBy(4).toMillis(), LOOK_EVERY.toMillis(), LOOK_AT_LEAST.toMillis());
            pause = Duration.ofMillis(millis);
        }
    }

    private static void announce(Path folder, int port) throws IOException {
        JsonObject ready = JsonObject.builder()
                .put("port", port)
                .put("pid", ProcessHandle.current().pid())
                .build();
        // Moved into place: who waits for the file never reads half of it.
        Path fresh = folder.resolve("control.json.new");
        Files.writeString(fresh, ready + "\n");
        Files.move(fresh, folder.resolve("control.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static long number(Map<String, String> environment, String name, long absent, long max) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            return absent;
        }
        if (!value.matches("\\d{1,9}") || Long.parseLong(value) > max) {
            throw new IllegalArgumentException(name + "=" + value + ": a number from 0 to " + max);
        }
        return Long.parseLong(value);
    }
}
