package host.spore.spawn.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With real processes: in namespaces where this computer has them, and in process groups always. */
class MachineTest {
    private static final String ID = "i-0123456789abcdef0";
    /** Odd, and of this run alone: other copies of this test may run on the same computer. */
    private static final String ODD = "98" + ProcessHandle.current().pid();

    /** Far more than anything here takes: reached only by a defect. */
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final BlockingQueue<Machine.Halt> halts = new LinkedBlockingQueue<>();
    private final ShimServer shims;
    private @Nullable Machine machine;

    @TempDir
    Path folder = Path.of(".");

    MachineTest() throws IOException {
        shims = new ShimServer(log::add);
    }

    @AfterEach
    void end() throws Exception {
        if (machine != null) {
            machine.powerOff(Duration.ZERO);
        }
        shims.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runsUserDataOnceAndItsUnitsAtEveryBoot(boolean namespaces) throws Exception {
        // Given a first boot, in which user data installs a service
        Machine first = powerOn(namespaces);
        first.boot(script("""
                echo run >> $SPAWN_ROOT/user-data-ran
                mkdir -p $SPAWN_ROOT/opt/x
                printf '#!/bin/bash\\ntrap "echo TERM >> $SPAWN_ROOT/ended; exit 0" TERM\\necho up >> $SPAWN_ROOT/ups\\nsleep 1000 & wait\\n' > $SPAWN_ROOT/opt/x/run
                chmod +x $SPAWN_ROOT/opt/x/run
                printf '[Service]\\nExecStart=/opt/x/run\\n[Install]\\nWantedBy=multi-user.target\\n' > $SPAWN_ROOT/etc/systemd/system/x.service
                systemctl daemon-reload
                systemctl enable --now x && systemctl is-active x
                """));
        awaitLog("user data ended: exit code 0");
        awaitFile("ups", "up\n");
        // When it goes off and on again
        first.powerOff(Duration.ofSeconds(10));
        Machine second = powerOn(namespaces);
        log.clear();
        second.boot(script("echo again >> $SPAWN_ROOT/user-data-ran"));
        // Then the service was asked to end, is up again, and user data did not run again
        // Once or twice: its service manager and the machine both ask, and a shell may hear the second while it ends.
        Path ended = first.root().resolve("ended");
        await("the end", () -> Files.exists(ended) && Files.readString(ended).startsWith("TERM\n"));
        awaitFile("ups", "up\nup\n");
        assertThat(first.root().resolve("user-data-ran")).hasContent("run");
        assertThat(log).noneMatch(line -> line.contains("user data runs"));
    }

    /** As under systemd: what is left is asked once the units are down. A worker hands its jobs back before they hear of it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aUnitsOwnProcessesHearOfTheEndFromIt(boolean namespaces) throws Exception {
        // Given
        Machine running = powerOn(namespaces);
        running.boot(script("""
                mkdir -p $SPAWN_ROOT/opt/x
                cat > $SPAWN_ROOT/opt/x/run <<'EOF'
                #!/bin/bash
                bash -c 'trap "echo child >> $SPAWN_ROOT/asked; exit" TERM; echo up > $SPAWN_ROOT/child; sleep 1000 & wait' &
                child=$!
                trap 'sleep 1; echo main >> $SPAWN_ROOT/asked; kill $child; exit 0' TERM
                wait
                EOF
                chmod +x $SPAWN_ROOT/opt/x/run
                printf '[Service]\\nKillMode=mixed\\nExecStart=/opt/x/run\\n' > $SPAWN_ROOT/etc/systemd/system/x.service
                systemctl start x
                """));
        awaitFile("child", "up\n");

        // When
        running.powerOff(Duration.ofSeconds(10));

        // Then
        assertThat(Files.readString(running.root().resolve("asked"))).startsWith("main\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void powersOffFromInside(boolean namespaces) throws Exception {
        // Given
        powerOn(namespaces).boot(script("systemctl poweroff; sleep 1000"));
        // When
        Machine.Halt halt = halts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // Then
        assertThat(halt).isEqualTo(Machine.Halt.POWER_OFF);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsWhatDoesNotWantToEnd(boolean namespaces) throws Exception {
        // Given a process that ignores SIGTERM and has left its parent
        Machine running = powerOn(namespaces);
        running.boot(script("(trap '' TERM; exec sleep " + ODD + ") & wait"));
        awaitLog("user data runs");
        awaitSleeper(1);
        // When
        running.powerOff(Duration.ofMillis(200));
        // Then: the kernel takes a moment to bury what was killed outside a namespace
        awaitSleeper(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"touch /etc/spawn-host-was-here", "mkdir /spawn-host-was-here"})
    void keepsUserDataOffTheComputer(String misdeed) throws Exception {
        assumeTrue(hasNamespaces(), "this computer has no namespaces for us");
        // When
        powerOn(true)
                .boot(script(misdeed + " && echo done > $SPAWN_ROOT/verdict || echo refused > $SPAWN_ROOT/verdict"));
        // Then
        awaitFile("verdict", "refused\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restartsAKilledAgentUnlessItIsGoneForGood(boolean namespaces) throws Exception {
        // Given
        Machine running = powerOn(namespaces);
        running.boot(script("""
                printf '[Service]\\nExecStart=/bin/sleep 987654\\nRestart=always\\nRestartSec=0\\n' > $SPAWN_ROOT/etc/systemd/system/a.service
                systemctl start a
                """));
        awaitLog("a.service is up");
        // When
        boolean killed = running.crash("a.service", false);
        // Then
        assertThat(killed).isTrue();
        awaitLog("a.service ended: signal 9, restarted");
        awaitLog("a.service is up");
        // And when it is for good
        running.crash("a.service", true);
        // Then
        awaitLog("a.service ended: signal 9, held down");
        assertThat(running.pid("a.service")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"systemctl frobnicate x", "systemctl start nothing", "systemd-run date", "shutdown 23:15"})
    void refusesWhatItDoesNotSimulate(String command) throws Exception {
        // When
        powerOn(hasNamespaces()).boot(script(command));
        // Then
        String line = awaitLog("user data ended");
        assertThat(line).doesNotContain("exit code 0");
        assertThat(halts).isEmpty();
    }

    private Machine powerOn(boolean namespaces) throws Exception {
        assumeTrue(!namespaces || hasNamespaces(), "this computer has no namespaces for us");
        Machine on = Machine.powerOn(host(namespaces), ID, "http://127.0.0.1:1", log::add, halts::add);
        machine = on;
        return on;
    }

    private boolean hasNamespaces() throws Exception {
        return NamespaceSandbox.works(folder, init());
    }

    private MachineHost host(boolean namespaces) throws Exception {
        return new MachineHost(
                folder,
                init(),
                namespaces,
                shims,
                Map.of(),
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                InstantSource.system());
    }

    private Path init() throws IOException {
        Path init = folder.resolve("init.sh");
        Files.writeString(init, Shims.resource("init.sh"));
        return init;
    }

    private static byte[] script(String body) {
        return ("#!/bin/bash\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    private String awaitLog(String part) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            String line = log.poll(1, TimeUnit.SECONDS);
            if (line != null && line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("the log never said: " + part);
    }

    private void awaitFile(String name, String content) throws Exception {
        Path file = folder.resolve(ID).resolve("root").resolve(name);
        await(
                "content of " + name,
                () -> Files.exists(file) && Files.readString(file).equals(content));
    }

    private void awaitSleeper(long count) throws Exception {
        await(count + " sleepers", () -> sleepers() == count);
    }

    /** Sleeping processes of this test, told from others by the odd duration. */
    private static long sleepers() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.info()
                            .arguments()
                            .map(List::of)
                            .filter(arguments -> arguments.contains(ODD))
                            .isPresent())
                    .filter(process -> process.info().command().orElse("").endsWith("/sleep"))
                    .count();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        BlockingQueue<String> never = new LinkedBlockingQueue<>();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came: " + what + "; log: " + log);
            }
            never.poll(10, TimeUnit.MILLISECONDS);
        }
    }
}
