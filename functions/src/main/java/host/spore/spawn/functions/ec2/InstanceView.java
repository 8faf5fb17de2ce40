package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Market;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance as EC2 reports it, which may be some seconds old.
 *
 * @param id see {@link InstanceId}
 * @param state see {@link InstanceState}
 * @param address public IPv4, while it has one
 * @param privateAddress IPv4 in its VPC, which it keeps until it has ended
 * @param launchedAt of the last start: stop and start move it
 * @param zone availability zone
 * @param instanceType for example {@code t3.micro}
 * @param market see {@link Market}
 * @param hibernation enabled at its launch, so that it can hibernate
 * @param tags all of them
 * @param endReason EC2's code for why it stopped or ended, for example {@code Client.UserInitiatedShutdown}
 */
public record InstanceView(
        InstanceId id,
        InstanceState state,
        @Nullable String address,
        @Nullable String privateAddress,
        Instant launchedAt,
        String zone,
        String instanceType,
        Market market,
        boolean hibernation,
        Map<String, String> tags,
        @Nullable String endReason) {
    /**
     * What its launch asked for. In tags, because an instance cannot change its own: what an agent claims is measured by
     * them.
     */
    public static final String IDLE_TIMEOUT_TAG = "spawn:idle-timeout";

    public static final String ON_IDLE_TAG = "spawn:on-idle";
    public static final String ON_COMPLETE_TAG = "spawn:on-complete";

    /** Its name in the public zone, where it has one. */
    public static final String DNS_TAG = "spawn:dns";

    /** Its name in the private zone, where it has one. */
    public static final String PRIVATE_DNS_TAG = "spawn:dns-private";

    /**
     * EC2's reason of a stop that began as a hibernation. One that fell back to a plain shutdown has another.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html">state reasons</a>
     */
    public static final String HIBERNATED = "Client.UserInitiatedHibernate";

    public InstanceView {
        tags = Map.copyOf(tags);
    }

    /** As those see it who are in its VPC. */
    public InstanceView inside() {
        return new InstanceView(
                id,
                state,
                privateAddress,
                privateAddress,
                launchedAt,
                zone,
                instanceType,
                market,
                hibernation,
                tags,
                endReason);
    }

    /** Launched by spawn, so ours to end. */
    public boolean isOurs() {
        return "true".equals(tags.get("spawn"));
    }

    /** The launch that asked for it. */
    public Optional<String> commandId() {
        return tag("spawn:command");
    }

    /** Of its launch. */
    public Optional<String> correlationId() {
        return tag("spawn:correlation");
    }

    /** Empty when the tag is missing or unreadable: unknown, never "none". */
    public Optional<Instant> deadline() {
        try {
            return tag("ttl").map(Instant::parse);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Its place in the array that it is a member of. */
    public Optional<Integer> arrayIndex() {
        try {
            return tag(ArrayTags.INDEX).map(Integer::valueOf);
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    public Optional<String> tag(String key) {
        return Optional.ofNullable(tags.get(key));
    }
}
