package host.spore.spawn.local.ec2;

/** The default bus, where EC2's events go. */
public interface Bus {
    /** @throws CloudException when the event was not accepted; publishing it again is right then */
    void publish(Announcement announcement);
}
