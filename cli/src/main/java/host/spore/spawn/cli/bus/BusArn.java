package host.spore.spawn.cli.bus;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.ControlPlane;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of the bus: the one setting from which region, account, endpoint and links follow without a call.
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}
 * @param region for example {@code us-east-1}
 * @param account that owns the bus, and so the executions
 * @param name of the bus
 */
public record BusArn(String partition, String region, AccountId account, String name) {
    private static final Pattern SHAPE = Pattern.compile(
            "arn:(aws[a-z-]{0,20}):events:([a-z]{2}[a-z0-9-]{2,30}):(\\d{12}):event-bus/([A-Za-z0-9._/-]{1,256})");

    /** @throws Refusal when the text is no ARN of a bus */
    public static BusArn parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new Refusal("\"" + Printable.of(text)
                    + "\": the ARN of a bus, for example arn:aws:events:us-east-1:123456789012:event-bus/spawn");
        }
        return new BusArn(parts.group(1), parts.group(2), new AccountId(parts.group(3)), parts.group(4));
    }

    /** The regional endpoint of EventBridge. */
    public URI endpoint() {
        return URI.create("https://events." + region + (isChina() ? ".amazonaws.com.cn" : ".amazonaws.com"));
    }

    /** The deployment that the bus is of. */
    public ControlPlane controlPlane() {
        return new ControlPlane(partition, region, account.value());
    }

    private boolean isChina() {
        return partition.equals("aws-cn");
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":events:" + region + ":" + account + ":event-bus/" + name;
    }
}
