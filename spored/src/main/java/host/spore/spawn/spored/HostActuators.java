package host.spore.spawn.spored;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.DeadlineWarning;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The hands on a real instance. Each hands its work to a thread of its own and returns. */
final class HostActuators implements Actuators {
    /** How long a warning waits for its own record to be on disk before it is given all the same. */
    private static final Duration DISK_PATIENCE = Duration.ofSeconds(2);

    private final Clock clock;
    private final Config config;
    private final Life life;
    private final MetadataSensor sensor;
    private final Publisher publisher;
    private final Lane disk;
    private final Lane sessions;
    private final Wall wall;
    private final PowerOff powerOff;

    /**
     * Which life of the agent this is.
     *
     * @param start from 1 in every boot
     */
    record Life(String bootId, long start) {}

    HostActuators(
            Clock clock,
            Config config,
            Life life,
            MetadataSensor sensor,
            Publisher publisher,
            Lane disk,
            Lane sessions,
            Wall wall,
            PowerOff powerOff) {
        this.clock = clock;
        this.config = config;
        this.life = life;
        this.sensor = sensor;
        this.publisher = publisher;
        this.disk = disk;
        this.sessions = sessions;
        this.wall = wall;
        this.powerOff = powerOff;
    }

    @Override
    public void look() {
        sensor.ask();
    }

    @Override
    public void sayStarted(Optional<Instant> deadline) {
        sensor.seen()
                .identity()
                .ifPresent(me -> publisher.send(report(
                        me,
                        new AgentStarted(
                                envelope(me, "AgentStarted", Long.toString(life.start())),
                                me.instance(),
                                Self.version(),
                                deadline.orElse(null),
                                ProcessHandle.current().pid(),
                                Self.residentBytes().orElse(null),
                                life.bootId(),
                                life.start() > 1))));
    }

    @Override
    public void announce(Instant previous, Instant deadline) {
        tell("spawn: the end of this machine has moved from " + clockTime(previous) + " to " + clockTime(deadline));
    }

    @Override
    public void warn(Instant deadline, Duration lead, Duration left) {
        tell("spawn: this machine ends at " + clockTime(deadline) + ", in " + words(left) + ". spawn extend " + target()
                + " --by 1h");
        sensor.seen()
                .identity()
                .ifPresent(me -> publisher.send(report(
                        me,
                        new DeadlineWarning(
                                envelope(me, "DeadlineWarning", deadline + " " + lead),
                                me.instance(),
                                deadline,
                                left.toSeconds()))));
    }

    @Override
    public void reportReached(Instant deadline) {
        sensor.seen()
                .identity()
                .ifPresent(me -> publisher.sendUrgently(report(
                        me,
                        new DeadlineReached(
                                envelope(me, "DeadlineReached", deadline.toString()), me.instance(), deadline))));
    }

    @Override
    public void powerOff(int attempt) {
        powerOff.attempt(attempt);
    }

    /**
     * Not before the record of it is on disk: an agent killed in between would tell everybody twice. A disk that hangs
     * delays it by {@link #DISK_PATIENCE}, no more.
     */
    private void tell(String message) {
        CountDownLatch recorded = new CountDownLatch(1);
        disk.submit(recorded::countDown);
        sessions.submit(() -> {
            boolean inTime = recorded.await(DISK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            wall.tell(inTime ? message : message + " (the disk hangs)");
        });
    }

    /** The same cause makes the same id, in whichever life of the agent it is said. */
    private Envelope envelope(Identity me, String type, String ordinal) {
        String id = Ids.hash("agent", me.instance().value(), life.bootId(), type, ordinal);
        String correlation = me.correlationId()
                .or(config::correlationId)
                .orElse(me.instance().value());
        return new Envelope(Envelope.CURRENT, id, correlation, clock.instant());
    }

    private static Report report(Identity me, AgentEvent event) {
        return Report.of(event, me.source());
    }

    private String target() {
        Optional<Identity> me = sensor.seen().identity();
        return me.flatMap(Identity::name)
                .or(() -> config.value("name"))
                .or(() -> me.map(Identity::instance).map(InstanceId::value))
                .orElse("NAME");
    }

    /** {@code 18:42 UTC}; the seconds only where they count. */
    private static String clockTime(Instant at) {
        String text = at.toString();
        return text.substring(11, text.startsWith("00", 17) ? 16 : 19) + " UTC";
    }

    private static String words(Duration left) {
        long seconds = (left.toMillis() + 999) / 1000;
        return seconds < 90 ? seconds + " seconds" : (seconds + 30) / 60 + " minutes";
    }
}
