package host.spore.spawn.events;

/** Asks for something to be done to an instance, or to every instance of an owner, an array or a sweep. */
public sealed interface InstanceCommand extends Command
        permits ExtendInstance, TerminateInstance, StopInstance, HibernateInstance, StartInstance {
    Target target();
}
