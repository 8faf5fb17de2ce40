package host.spore.spawn.local;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.local.ec2.Announcement;
import host.spore.spawn.local.ec2.Cloud.ShutdownBehavior;
import host.spore.spawn.local.ec2.InstanceState;
import host.spore.spawn.local.machine.MachineHost;
import host.spore.spawn.local.machine.ShimServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances of a fake EC2, with real processes in them. */
class FleetTest {
    private static final String ID = "i-0123456789abcdef0";
    private static final String AGENT = """
            mkdir -p $SPAWN_ROOT/opt
            printf '#!/bin/bash\\necho up >> $SPAWN_ROOT/ups\\nexec sleep 1000\\n' > $SPAWN_ROOT/opt/agent
            chmod +x $SPAWN_ROOT/opt/agent
            printf '[Service]\\nExecStart=/opt/agent\\n[Install]\\nWantedBy=multi-user.target\\n' > $SPAWN_ROOT/etc/systemd/system/agent.service
            systemctl enable --now agent
            """;

    private final FakeCloud cloud = new FakeCloud();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private @Nullable ShimServer shims;
    private @Nullable Fleet fleet;

    @TempDir
    Path folder = Path.of(".");

    @BeforeEach
    void begin() throws Exception {
        startHost();
    }

    @AfterEach
    void end() throws Exception {
        stopHost();
    }

    @Test
    void publishesWhatEc2WouldWhileAnInstanceLives() throws Exception {
        // When
        cloud.launch(ID, false, AGENT);
        await("the agent", () -> ups().equals("up\n"));
        cloud.end(ID, ShutdownBehavior.STOP);
        await("stopped", () -> cloud.heard().contains("stopped"));
        cloud.start(ID);
        await("the agent again", () -> ups().equals("up\nup\n"));
        cloud.end(ID, ShutdownBehavior.TERMINATE);
        await("terminated", () -> cloud.heard().contains("terminated"));
        // Then
        assertThat(cloud.heard())
                .containsExactly(
                        "pending",
                        "running",
                        "stopping",
                        "stopped",
                        "pending",
                        "running",
                        "shutting-down",
                        "terminated");
    }

    @Test
    void aPowerOffFromInsideTerminates() throws Exception {
        // When
        cloud.launch(ID, false, "systemctl poweroff; sleep 1000");
        await("terminated", () -> cloud.heard().contains("terminated"));
        // Then
        assertThat(cloud.state(ID)).isEqualTo(InstanceState.TERMINATED);
        assertThat(cloud.heard()).containsExactly("pending", "running", "shutting-down", "terminated");
    }

    @Test
    void aPowerOffFromInsideStopsWhereTheLaunchSaidSo() throws Exception {
        // Given
        cloud.shutdownBehavior(ShutdownBehavior.STOP);
        // When
        cloud.launch(ID, false, "shutdown -h now; sleep 1000");
        await("stopped", () -> cloud.heard().contains("stopped"));
        // Then
        assertThat(cloud.state(ID)).isEqualTo(InstanceState.STOPPED);
        assertThat(cloud.heard()).containsExactly("pending", "running", "stopping", "stopped");
    }

    @Test
    void aRebootIsNoStateChange() throws Exception {
        // When: not before the agent has said its word, since a service counts as started before it has done anything
        cloud.launch(ID, false, AGENT + "until [ -s $SPAWN_ROOT/ups ]; do sleep 0.01; done\nreboot\nsleep 1000\n");
        await("the agent twice", () -> ups().equals("up\nup\n"));
        // Then
        assertThat(cloud.heard()).containsExactly("pending", "running");
    }

    @Test
    void aRefusedEventIsPublishedAgain() throws Exception {
        // Given
        cloud.refuseNext(2);
        // When
        cloud.launch(ID, false, "true");
        await("running", () -> cloud.heard().contains("running"));
        // Then
        assertThat(cloud.heard()).containsExactly("pending", "running");
    }

    @Test
    void aStopAndStartBetweenTwoLooksIsSeenByTheAddress() throws Exception {
        // Given
        cloud.launch(ID, false, AGENT);
        await("the agent", () -> ups().equals("up\n"));
        // When
        cloud.start(ID);
        await("the agent again", () -> ups().equals("up\nup\n"));
        // Then
        assertThat(cloud.heard()).containsExactly("pending", "running", "stopping", "stopped", "pending", "running");
    }

    @Test
    void aRestartedHostBootsWhatLivesAndAnnouncesNothingTwice() throws Exception {
        // Given
        cloud.launch(ID, false, AGENT);
        await("the agent", () -> ups().equals("up\n"));
        // When
        stopHost();
        startHost();
        await("the agent again", () -> ups().equals("up\nup\n"));
        // Then
        assertThat(cloud.heard()).containsExactly("pending", "running");
    }

    @Test
    void whatEndedWhileTheHostWasAwayIsAnnouncedWhenItIsBack() throws Exception {
        // Given
        cloud.launch(ID, false, AGENT);
        await("the agent", () -> ups().equals("up\n"));
        // When
        stopHost();
        cloud.end(ID, ShutdownBehavior.TERMINATE);
        startHost();
        await("terminated", () -> cloud.heard().contains("terminated"));
        // Then
        assertThat(cloud.heard()).containsExactly("pending", "running", "shutting-down", "terminated");
    }

    @Test
    void aSpotInterruptionWarnsAndThenTerminates() throws Exception {
        // Given
        cloud.launch(ID, true, AGENT);
        await("the agent", () -> ups().equals("up\n"));
        // When
        SimulatedInstance instance = fleet().find("demo").orElseThrow();
        instance.interrupt(InstantSource.system().instant().plusMillis(300));
        await("terminated", () -> cloud.heard().contains("terminated"));
        // Then
        assertThat(cloud.state(ID)).isEqualTo(InstanceState.TERMINATED);
        assertThat(cloud.heard())
                .containsExactly(
                        "pending",
                        "running",
                        Announcement.REBALANCE,
                        Announcement.SPOT_WARNING,
                        "shutting-down",
                        "terminated");
    }

    private Fleet fleet() {
        Fleet current = fleet;
        if (current == null) {
            throw new AssertionError("no host runs");
        }
        return current;
    }

    private void startHost() throws Exception {
        HostLog host = new HostLog(new PrintStream(log, true, StandardCharsets.UTF_8), Clock.systemUTC());
        ShimServer server = new ShimServer(line -> host.say("host", line));
        shims = server;
        fleet = new Fleet(new HostContext(
                cloud,
                cloud,
                MachineHost.probe(
                        folder,
                        server,
                        Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")),
                        InstantSource.system(),
                        line -> host.say("host", line)),
                host,
                InstantSource.system(),
                "agent.service",
                Duration.ofMillis(1),
                Duration.ofSeconds(10),
                Duration.ofMillis(1)));
    }

    private void stopHost() throws Exception {
        fleet().close();
        ShimServer server = shims;
        if (server != null) {
            server.close();
        }
    }

    private String ups() throws IOException {
        Path file = folder.resolve(ID).resolve("root").resolve("ups");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Looks at EC2, as the host does, until it has come about. */
    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came: " + what + "; heard " + List.copyOf(cloud.heard()) + "; log:\n"
                        + log.toString(StandardCharsets.UTF_8));
            }
            fleet().look();
            never.await(10, TimeUnit.MILLISECONDS);
        }
    }
}
