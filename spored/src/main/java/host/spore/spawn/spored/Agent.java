package host.spore.spawn.spored;

import host.spore.spawn.events.AgentTrouble;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** {@code spored run}: puts sensors, decider and actuators together and turns the wheel. */
final class Agent {
    private static final Duration METADATA_BOUND = Duration.ofSeconds(2);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
    private static final Duration IDLE_INTERVAL = Duration.ofSeconds(60);
    /** The clock may be set while the agent waits, so it never waits longer than this. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** From here on a wrong clock is somebody's problem. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private final Root root;
    private final SteadyClock clock;
    private final Journal journal;
    private final Optional<Instant> environmentDeadline;
    private final Bell bell = new Bell();
    private final MemoryFile memoryFile;
    private final Lane disk;
    private final Lane sessions;
    private final Problems problems;
    private final Spool spool;
    private final Publisher publisher;
    private final Watchdog watchdog;
    private final MetadataSensor sensor;
    private final HostSensor host;
    private final Hook hook;
    private final Results results;
    private final PowerOff powerOff;
    private final Optional<InstanceId> board;
    private final Instant startedAt;
    private Duration saidSkew = Duration.ZERO;
    private volatile Turned turned;

    /** Where the wheel stands, for whoever asks. */
    private record Turned(State state, Config config, Instant at) {}

    Agent(Root root, Map<String, String> environment, Clock wall, Journal journal) {
        this.root = root;
        this.clock = new SteadyClock(wall, System::nanoTime);
        this.journal = journal;
        Config config = Config.read(root.config());
        config.problems().forEach(journal::say);
        this.environmentDeadline =
                Optional.ofNullable(environment.get("SPORED_DEADLINE")).flatMap(Config::instant);
        this.memoryFile = new MemoryFile(root.memory());
        this.disk = new Lane("disk", journal);
        this.sessions = new Lane("sessions", journal);
        this.problems = new Problems(journal);
        this.spool = new Spool(root.spool(), disk, journal);
        this.publisher = new Publisher(
                spool, ChildProcess.ofThisProgram("publish"), config.bus(), clock, problems, journal, bell::ring);
        this.watchdog =
                new Watchdog(environment.get("WATCHDOG_USEC"), System::nanoTime, Watchdog::systemdNotify, journal);
        this.sensor = new MetadataSensor(
                MetadataService.at(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"), METADATA_BOUND),
                seconds(environment, "SPORED_INTERVAL_SECONDS", DEFAULT_INTERVAL),
                clock,
                journal,
                watchdog,
                bell::ring);
        this.host = new HostSensor(
                root,
                config,
                new Meters(root, clock, environment.get("PATH")),
                seconds(environment, "SPORED_IDLE_SECONDS", IDLE_INTERVAL),
                problems,
                journal,
                bell::ring);
        this.hook = new Hook(root, disk, problems, journal, bell::ring);
        this.results = new Results(root, ChildProcess.ofThisProgram("results"), clock, problems, journal, bell::ring);
        this.powerOff = new PowerOff(Optional.ofNullable(environment.get("SPORED_POWEROFF")), journal);
        this.board = board(root);
        this.startedAt = clock.instant();
        this.turned = new Turned(State.remembering(Memory.EMPTY), config, startedAt);
    }

    /** Never returns but by interruption. */
    void run() throws InterruptedException {
        journal.start();
        String bootId = Self.bootId(root);
        MemoryFile.Saved earlier = recall(bootId);
        HostActuators.Life life =
                new HostActuators.Life(bootId, earlier.bootId().equals(bootId) ? earlier.starts() + 1 : 1);
        journal.say("spored " + Self.version() + ", start " + life.start() + " of this boot; last known deadline "
                + earlier.memory().deadline().map(d -> Instants.format(d.at())).orElse("none, so unknown"));
        spool.load();
        disk.start();
        sessions.start();
        publisher.start();
        HostActuators actuators = new HostActuators(
                clock, life, root, sensor, host, publisher, disk, sessions, hook, results, powerOff, journal);
        problems.speakThrough(actuators::problem);
        sensor.start();
        host.start();
        new StatusSocket(root.status(), this::describe, journal).start();
        keep(actuators, earlier.memory(), life);
    }

    private void keep(HostActuators actuators, Memory memory, HostActuators.Life life) throws InterruptedException {
        State state = State.remembering(memory);
        Config config = host.config();
        Decider decider = new Decider(Settings.of(config));
        boolean recorded = false;
        while (true) {
            watchdog.turned();
            if (!host.config().equals(config)) {
                config = host.config();
                decider = new Decider(Settings.of(config));
            }
            Instant now = clock.instant();
            Readings readings = readings(config);
            Decision decision = decider.decide(state, readings, now);
            for (Action action : decision.actions()) {
                action.perform(actuators);
            }
            if (!recorded || !decision.next().memory().equals(state.memory())) {
                recorded = true;
                record(decision.next().memory(), life, actuators);
            }
            actuators.settle();
            state = decision.next();
            compareClocks();
            problems.say();
            turned = new Turned(state, config, now);
            Duration wait = decision.lookAgain()
                    .map(at -> Duration.between(now, at))
                    .filter(until -> until.compareTo(LONGEST_WAIT) < 0)
                    .orElse(LONGEST_WAIT);
            bell.await(wait);
        }
    }

    private Readings readings(Config config) {
        MetadataSensor.Seen seen = sensor.seen();
        seen.identity().ifPresent(publisher::speakAs);
        return new Readings(
                seen.identity().map(Identity::instance).or(() -> board),
                seen.identity().isPresent(),
                seen.looked(),
                seen.lookedAt(),
                seen.tag(),
                config.deadline(),
                environmentDeadline,
                publisher.urgentTaken(),
                seen.spot(),
                host.seen(),
                new Readings.Jobs(hook.running(), results.storing(), results.stored()));
    }

    private void compareClocks() {
        Duration skew = clock.skew().orElse(Duration.ZERO);
        if (skew.minus(saidSkew).abs().compareTo(SKEW) <= 0) {
            return;
        }
        saidSkew = skew;
        problems.clear(AgentTrouble.CLOCK_SKEW, "clock");
        if (skew.abs().compareTo(SKEW) > 0) {
            problems.raise(
                    AgentTrouble.CLOCK_SKEW,
                    "clock",
                    "the clock is " + skew.abs().toSeconds() + " s " + (skew.isNegative() ? "behind" : "ahead of")
                            + " the metadata service's, "
                            + (clock.goesByWall() ? "and counts all the same" : "which counts: see to chrony"));
        }
    }

    private MemoryFile.Saved recall(String bootId) {
        try {
            return memoryFile.load(bootId).orElse(new MemoryFile.Saved(Memory.EMPTY, "", 0));
        } catch (IOException broken) {
            // Unknown, as on the first start: the tag says the deadline again, at worst a warning is given again.
            journal.say("memory: " + broken.getMessage());
            return new MemoryFile.Saved(Memory.EMPTY, "", 0);
        }
    }

    private void record(Memory memory, HostActuators.Life life, HostActuators actuators) {
        disk.submit(() -> {
            try {
                memoryFile.save(new MemoryFile.Saved(memory, life.bootId(), life.start()));
                actuators.recorded(true);
                problems.clear(AgentTrouble.DISK, "memory");
            } catch (IOException full) {
                // It is still in this process's memory, which is what decides; only a restart would not know.
                actuators.recorded(false);
                problems.raise(AgentTrouble.DISK, "memory", "the agent's memory cannot be kept: " + full);
            }
        });
    }

    private JsonObject describe() {
        Turned last = turned;
        return StatusCommand.describe(
                last.state(),
                last.config(),
                sensor.seen(),
                host.seen(),
                hook.running(),
                publisher,
                spool,
                problems.all(),
                startedAt,
                last.at(),
                clock.instant());
    }

    private static Optional<InstanceId> board(Root root) {
        try {
            String text = Files.readString(root.boardAssetTag()).strip();
            return InstanceId.looksLikeOne(text) ? Optional.of(new InstanceId(text)) : Optional.empty();
        } catch (IOException notThere) {
            // Only Nitro has it, and only root may read it. The metadata service will tell.
            return Optional.empty();
        }
    }

    private static Duration seconds(Map<String, String> environment, String name, Duration absent) {
        try {
            int seconds = Integer.parseInt(environment.getOrDefault(name, ""));
            return seconds > 0 ? Duration.ofSeconds(seconds) : absent;
        } catch (NumberFormatException none) {
            return absent;
        }
    }
}
