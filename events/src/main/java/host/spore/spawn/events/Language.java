package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** All types of messages, and how each is read. */
public final class Language {
    private static final Map<String, Function<JsonObject, ? extends Command>> COMMANDS = commands();
    private static final Map<String, Function<JsonObject, ? extends Event>> EVENTS = events();

    private Language() {}

    public static Set<String> commandTypes() {
        return COMMANDS.keySet();
    }

    public static Set<String> eventTypes() {
        return EVENTS.keySet();
    }

    /**
     * Reads a command.
     *
     * @return empty when the type is unknown, which the caller must answer, never ignore
     * @throws IllegalArgumentException ({@link Refusal} or JsonException) with the pointer of the wrong field
     */
    public static Optional<Command> command(String type, JsonObject detail) {
        return Optional.ofNullable(COMMANDS.get(type)).map(read -> read.apply(detail));
    }

    /** As {@link #command}, for events. */
    public static Optional<Event> event(String type, JsonObject detail) {
        return Optional.ofNullable(EVENTS.get(type)).map(read -> read.apply(detail));
    }

    private static Map<String, Function<JsonObject, ? extends Command>> commands() {
        Map<String, Function<JsonObject, ? extends Command>> types = new LinkedHashMap<>();
        types.put("LaunchInstance", LaunchInstance::read);
        types.put("ExtendInstance", ExtendInstance::read);
        types.put("TerminateInstance", TerminateInstance::read);
        types.put("StopInstance", StopInstance::read);
        types.put("HibernateInstance", HibernateInstance::read);
        types.put("StartInstance", StartInstance::read);
        types.put("SubmitQueue", SubmitQueue::read);
        types.put("CancelQueue", CancelQueue::read);
        types.put("ResumeQueue", ResumeQueue::read);
        types.put("LaunchSweep", LaunchSweep::read);
        types.put("CancelSweep", CancelSweep::read);
        types.put("ResumeSweep", ResumeSweep::read);
        types.put("AddAlertDestination", AddAlertDestination::read);
        types.put("RemoveAlertDestination", RemoveAlertDestination::read);
        types.put("TestAlertDestination", TestAlertDestination::read);
        return Collections.unmodifiableMap(types);
    }

    private static Map<String, Function<JsonObject, ? extends Event>> events() {
        Map<String, Function<JsonObject, ? extends Event>> types = new LinkedHashMap<>();
        types.put("CommandRejected", CommandRejected::read);
        types.put("CommandFailed", CommandFailed::read);
        types.put("CommandCompleted", CommandCompleted::read);
        types.put("LaunchRejected", LaunchRejected::read);
        types.put("LaunchFailed", LaunchFailed::read);
        types.put("InstanceReady", InstanceReady::read);
        types.put("ArrayReady", ArrayReady::read);
        types.put("DeadlineExtended", DeadlineExtended::read);
        types.put("DeadlineShortened", DeadlineShortened::read);
        types.put("InstanceTerminated", InstanceTerminated::read);
        types.put("InstanceStopped", InstanceStopped::read);
        types.put("InstanceHibernated", InstanceHibernated::read);
        types.put("InstanceStarted", InstanceStarted::read);
        types.put("QueueCompleted", QueueCompleted::read);
        types.put("QueueFailed", QueueFailed::read);
        types.put("QueueCancelled", QueueCancelled::read);
        types.put("SweepCompleted", SweepCompleted::read);
        types.put("SweepFailed", SweepFailed::read);
        types.put("SweepCancelled", SweepCancelled::read);
        types.put("AlertDestinationAdded", AlertDestinationAdded::read);
        types.put("AlertDestinationRemoved", AlertDestinationRemoved::read);
        types.put("AlertDestinationTested", AlertDestinationTested::read);
        types.put("InstanceLaunched", InstanceLaunched::read);
        types.put("LaunchDelayed", LaunchDelayed::read);
        types.put("InstanceExpired", InstanceExpired::read);
        types.put("InstanceEnded", InstanceEnded::read);
        types.put("AgentUnsteady", AgentUnsteady::read);
        types.put("DriftRepaired", DriftRepaired::read);
        types.put("DriftReported", DriftReported::read);
        types.put("InstanceObserved", InstanceObserved::read);
        types.put("NamesListed", NamesListed::read);
        types.put("CostWarning", CostWarning::read);
        types.put("AlertFailed", AlertFailed::read);
        types.put("QueueStarted", QueueStarted::read);
        types.put("SweepStarted", SweepStarted::read);
        types.put("JobStarted", JobStarted::read);
        types.put("JobEnded", JobEnded::read);
        types.put("AgentStarted", AgentStarted::read);
        types.put("DeadlineWarning", DeadlineWarning::read);
        types.put("DeadlineReached", DeadlineReached::read);
        types.put("InstanceIdle", InstanceIdle::read);
        types.put("SpotInterrupted", SpotInterrupted::read);
        types.put("RebalanceRecommended", RebalanceRecommended::read);
        types.put("InstanceFinished", InstanceFinished::read);
        types.put("WorkloadExited", WorkloadExited::read);
        types.put("AgentProblem", AgentProblem::read);
        return Collections.unmodifiableMap(types);
    }
}
