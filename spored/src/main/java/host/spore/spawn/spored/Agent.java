package host.spore.spawn.spored;

import host.spore.spawn.events.InstanceId;
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
    /** The clock may be set while the agent waits, so it never waits longer than this. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Root root;
    private final Clock clock;
    private final Journal journal;
    private final Config config;
    private final Optional<Instant> environmentDeadline;
    private final Bell bell = new Bell();
    private final MemoryFile memoryFile;
    private final Lane disk;
    private final Lane sessions;
    private final Spool spool;
    private final Publisher publisher;
    private final MetadataSensor sensor;
    private final PowerOff powerOff;
    private final Optional<InstanceId> board;
    private final Instant startedAt;

    Agent(Root root, Map<String, String> environment, Clock clock, Journal journal) {
        this.root = root;
        this.clock = clock;
        this.journal = journal;
        this.config = Config.read(root.config());
        this.environmentDeadline =
                Optional.ofNullable(environment.get("SPORED_DEADLINE")).flatMap(Config::instant);
        this.memoryFile = new MemoryFile(root.memory());
        this.disk = new Lane("disk", journal);
        this.sessions = new Lane("sessions", journal);
        this.spool = new Spool(root.spool(), disk, journal);
        this.publisher = new Publisher(spool, ChildProcess.ofThisProgram(), config.bus(), journal, bell::ring);
        this.sensor = new MetadataSensor(
                MetadataService.at(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"), METADATA_BOUND),
                interval(environment),
                clock,
                journal,
                bell::ring);
        this.powerOff = new PowerOff(Optional.ofNullable(environment.get("SPORED_POWEROFF")), journal);
        this.board = board(root);
        this.startedAt = clock.instant();
    }

    /** Never returns but by interruption. */
    void run() throws InterruptedException {
        journal.start();
        config.problems().forEach(journal::say);
        MemoryFile.Saved earlier = recall();
        String bootId = Self.bootId(root);
        HostActuators.Life life =
                new HostActuators.Life(bootId, earlier.bootId().equals(bootId) ? earlier.starts() + 1 : 1);
        journal.say("spored " + Self.version() + ", start " + life.start() + " of this boot; last known deadline "
                + earlier.memory().deadline().map(d -> d.at().toString()).orElse("none, so unknown"));
        spool.load();
        disk.start();
        sessions.start();
        publisher.start();
        sensor.start();
        Actuators actuators =
                new HostActuators(clock, config, life, sensor, publisher, disk, sessions, new Wall(journal), powerOff);
        keep(new Decider(config.warnings()), actuators, earlier.memory(), life);
    }

    private void keep(Decider decider, Actuators actuators, Memory memory, HostActuators.Life life)
            throws InterruptedException {
        State state = State.remembering(memory);
        boolean recorded = false;
        Readings described = null;
        while (true) {
            Instant now = clock.instant();
            Readings readings = readings();
            Decision decision = decider.decide(state, readings, now);
            if (!recorded || !decision.next().memory().equals(state.memory())) {
                recorded = true;
                record(decision.next().memory(), life);
            }
            state = decision.next();
            for (Action action : decision.actions()) {
                action.perform(actuators);
            }
            if (!readings.equals(described) || !decision.actions().isEmpty()) {
                described = readings;
                describe(state);
            }
            Duration wait = decision.lookAgain()
                    .map(at -> Duration.between(now, at))
                    .filter(until -> until.compareTo(LONGEST_WAIT) < 0)
                    .orElse(LONGEST_WAIT);
            bell.await(wait);
        }
    }

    private Readings readings() {
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
                publisher.urgentTaken());
    }

    private MemoryFile.Saved recall() {
        try {
            return memoryFile.load().orElse(new MemoryFile.Saved(Memory.EMPTY, "", 0));
        } catch (IOException broken) {
            // Unknown, as on the first start: the tag says the deadline again, at worst a warning is given again.
            journal.say("memory: " + broken.getMessage());
            return new MemoryFile.Saved(Memory.EMPTY, "", 0);
        }
    }

    private void record(Memory memory, HostActuators.Life life) {
        disk.submit(() -> {
            try {
                memoryFile.save(new MemoryFile.Saved(memory, life.bootId(), life.start()));
            } catch (IOException full) {
                // It is still in this process's memory, which is what decides; only a restart would not know.
                journal.say("memory: " + full);
            }
        });
    }

    private void describe(State state) {
        JsonObject status = StatusCommand.describe(state, sensor.seen(), publisher, spool, startedAt);
        disk.submit(() -> {
            try {
                Disk.replace(root.status(), status.toString());
            } catch (IOException full) {
                // "spored status" then says how old its answer is.
                journal.say("status: " + full);
            }
        });
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

    private static Duration interval(Map<String, String> environment) {
        String text = environment.getOrDefault("SPORED_INTERVAL_SECONDS", "");
        return text.matches("[1-9]\\d{0,4}") ? Duration.ofSeconds(Long.parseLong(text)) : DEFAULT_INTERVAL;
    }
}
