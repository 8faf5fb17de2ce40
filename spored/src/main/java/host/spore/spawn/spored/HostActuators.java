package host.spore.spawn.spored;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.AgentProblem;
import host.spore.spawn.events.AgentStarted;
import host.spore.spawn.events.AgentTrouble;
import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.DeadlineReached;
import host.spore.spawn.events.DeadlineWarning;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceFinished;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceIdle;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.PowerAction;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.RebalanceRecommended;
import host.spore.spawn.events.SpotInterrupted;
import host.spore.spawn.events.WorkloadExited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The hands on a real instance. Each hands its work to a thread of its own and returns. */
final class HostActuators implements Actuators {
    private final Clock clock;
    private final Life life;
    private final Root root;
    private final MetadataSensor sensor;
    private final HostSensor host;
    private final Publisher publisher;
    private final Lane disk;
    private final Lane sessions;
    private final Wall wall;
    private final Hook hook;
    private final Results results;
    private final PowerOff powerOff;
    private final Journal journal;
    private final List<Runnable> behindRecord = new ArrayList<>();
    private volatile boolean recorded = true;

    /**
     * Which life of the agent this is.
     *
     * @param start from 1 in every boot
     */
    record Life(String bootId, long start) {}

    HostActuators(
            Clock clock,
            Life life,
            Root root,
            MetadataSensor sensor,
            HostSensor host,
            Publisher publisher,
            Lane disk,
            Lane sessions,
            Hook hook,
            Results results,
            PowerOff powerOff,
            Journal journal) {
        this.clock = clock;
        this.life = life;
        this.root = root;
        this.sensor = sensor;
        this.host = host;
        this.publisher = publisher;
        this.disk = disk;
        this.sessions = sessions;
        this.wall = new Wall(journal);
        this.hook = hook;
        this.results = results;
        this.powerOff = powerOff;
        this.journal = journal;
    }

    /** Whether the memory is on disk as the keeper knows it. */
    void recorded(boolean whole) {
        recorded = whole;
    }

    /**
     * Does what had to wait until the record of it was handed to the disk: an agent that is killed in between must not
     * run a hook or warn people again. Reports go before it, since their ids tell whoever hears them twice, and one that
     * is on no disk would be lost.
     */
    void settle() {
        behindRecord.forEach(Runnable::run);
        behindRecord.clear();
    }

    /** @return false while it is not known who speaks */
    boolean problem(AgentTrouble what, String detail) {
        return publish(
                "AgentProblem",
                what.wire() + " " + detail,
                (envelope, me) ->
                        new AgentProblem(envelope, me, what, Printable.of(detail, AgentProblem.MAX_DETAIL - 1)));
    }

    @Override
    public void look() {
        sensor.ask();
    }

    @Override
    public void sayStarted(Optional<Instant> deadline) {
        publish(
                "AgentStarted",
                Long.toString(life.start()),
                (envelope, me) -> new AgentStarted(
                        envelope,
                        me,
                        Self.version(),
                        deadline.orElse(null),
                        ProcessHandle.current().pid(),
                        Self.residentBytes().orElse(null),
                        life.bootId(),
                        life.start() > 1));
    }

    @Override
    public void announce(Instant previous, Instant deadline) {
        tell("spawn: the end of this machine has moved from " + clockTime(previous) + " to " + clockTime(deadline));
    }

    @Override
    public void warn(Instant deadline, Duration lead, Duration left) {
        tell("spawn: this machine ends at " + clockTime(deadline) + ", in " + words(left) + ". spawn extend " + target()
                + " --by 1h");
        publish(
                "DeadlineWarning",
                Instants.format(deadline) + " " + lead,
                (envelope, me) -> new DeadlineWarning(envelope, me, deadline, left.toSeconds()));
    }

    @Override
    public void reportReached(Instant deadline) {
        Optional<Identity> me = sensor.seen().identity();
        if (me.isPresent()) {
            Envelope envelope = envelope(me.get(), "DeadlineReached", Instants.format(deadline));
            publisher.sendUrgently(Report.of(
                    new DeadlineReached(envelope, me.get().instance(), deadline),
                    me.get().source()));
        }
    }

    @Override
    public void interrupted(SpotNotice notice) {
        disk.submit(() -> {
            try {
                Disk.replace(root.spotMark(), notice.toJson().toString());
            } catch (IOException full) {
                journal.say("spot: " + full);
            }
        });
        tell("spawn: EC2 takes this machine back at " + clockTime(notice.at()) + ", to "
                + notice.action().wire() + " it. Save your work now");
        publish(
                "SpotInterrupted",
                notice.action().wire() + " " + Instants.format(notice.at()),
                (envelope, me) -> new SpotInterrupted(envelope, me, notice.action(), notice.at()));
    }

    @Override
    public void rebalance(Instant noticedAt) {
        journal.say("spot: EC2 advises to leave this machine, since " + Instants.format(noticedAt));
        publish(
                "RebalanceRecommended",
                Instants.format(noticedAt),
                (envelope, me) -> new RebalanceRecommended(envelope, me, noticedAt));
    }

    @Override
    public void runHook(String cause, Duration limit) {
        behindRecord.add(() -> hook.start(host.config(), cause, limit));
    }

    @Override
    public void cutHook() {
        hook.cut();
    }

    @Override
    public void warnIdle(PowerAction action, Instant since, Duration left) {
        tell("spawn: nothing has happened here since " + clockTime(since) + ". In " + words(left)
                + " this machine is asked to " + action.wire() + ", unless somebody does something");
    }

    @Override
    public void cancelIdle(String reason) {
        tell("spawn: this machine is in use again (" + reason + ") and stays");
    }

    @Override
    public void sayIdle(Instant since, Duration window, PowerAction action, int attempt) {
        journal.say("idle since " + Instants.format(since) + ": asking to " + action.wire() + ", attempt " + attempt);
        publish(
                "InstanceIdle",
                Instants.format(since) + " " + attempt,
                (envelope, me) ->
                        new InstanceIdle(envelope, me, since, Math.toIntExact(window.toSeconds()), action, attempt));
    }

    @Override
    public void noticeFinish(Completion completion, CompletionAction action, Duration delay) {
        String what = "spawn: the work here is done (" + completion.status().wire() + ")";
        tell(
                action == CompletionAction.NONE
                        ? what
                        : what + ", in " + words(delay) + " this machine is asked to " + action.wire());
    }

    @Override
    public void sayFinished(Completion completion, CompletionAction action) {
        publish(
                "InstanceFinished",
                completion.stamp(),
                (envelope, me) -> new InstanceFinished(
                        envelope, me, completion.status(), completion.message().orElse(null), action));
    }

    @Override
    public void storeResults() {
        sensor.seen().identity().ifPresent(me -> results.store(host.config(), me));
    }

    @Override
    public void sayExited(Exit exit, Optional<String> where) {
        journal.say("workload: ended with " + exit.code() + " after " + exit.seconds() + " s");
        publish(
                "WorkloadExited",
                exit.stamp(),
                (envelope, me) -> new WorkloadExited(envelope, me, exit.code(), exit.seconds(), where.orElse(null)));
    }

    /** When the record of it failed, the file stays and is met again. */
    @Override
    public void consume(Action.Consume.What what) {
        Path file = switch (what) {
            case COMPLETION -> HostSensor.completionFile(root, host.config());
            case EXIT -> root.exit();
        };
        behindRecord.add(() -> disk.submit(() -> {
            try {
                if (recorded && Files.deleteIfExists(file)) {
                    host.ask();
                }
            } catch (IOException stays) {
                journal.say("consumed, but it stays: " + stays);
            }
        }));
    }

    @Override
    public void powerOff(int attempt) {
        powerOff.attempt(attempt);
    }

    /**
     * Not before the record of it is on disk: an agent killed in between would tell everybody twice. A disk that hangs
     * delays it by two seconds, no more.
     */
    private void tell(String message) {
        behindRecord.add(() -> {
            Lane.Mark record = disk.mark();
            sessions.submit(() -> wall.tell(record.reached() ? message : message + " (the disk hangs)"));
        });
    }

    /** The same cause makes the same id, in whichever life of the agent it is said. */
    private Envelope envelope(Identity me, String type, String ordinal) {
        String id = Ids.hash("agent", me.instance().value(), life.bootId(), type, ordinal);
        String correlation = me.correlationId()
                .or(() -> host.config().correlationId())
                .orElse(me.instance().value());
        return new Envelope(Envelope.CURRENT, id, correlation, clock.instant());
    }

    private interface Saying {
        AgentEvent by(Envelope envelope, InstanceId me);
    }

    private boolean publish(String type, String ordinal, Saying saying) {
        Optional<Identity> me = sensor.seen().identity();
        if (me.isPresent()) {
            AgentEvent event =
                    saying.by(envelope(me.get(), type, ordinal), me.get().instance());
            publisher.send(Report.of(event, me.get().source()));
        }
        return me.isPresent();
    }

    private String target() {
        Optional<Identity> me = sensor.seen().identity();
        return me.flatMap(Identity::name)
                .or(() -> host.config().value(Key.NAME))
                .or(() -> me.map(Identity::instance).map(InstanceId::value))
                .orElse("NAME");
    }

    /** {@code 18:42 UTC}; the seconds only where they count. */
    private static String clockTime(Instant at) {
        String text = Instants.format(at);
        return text.substring(11, text.startsWith("00", 17) ? 16 : 19) + " UTC";
    }

    private static String words(Duration left) {
        long seconds = (left.toMillis() + 999) / 1000;
        return seconds < 90 ? seconds + " seconds" : (seconds + 30) / 60 + " minutes";
    }
}
