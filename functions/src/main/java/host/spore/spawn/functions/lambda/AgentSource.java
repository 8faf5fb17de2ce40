package host.spore.spawn.functions.lambda;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who says what an instance says: the ARN in an event's source is IAM's word, and its detail only its publisher's. */
public final class AgentSource {
    private static final Pattern SOURCE = Pattern.compile(
            "spawn\\.agent/arn:[a-z-]+:ec2:(?<region>[a-z0-9-]+):(?<account>\\d{12}):instance/(?<id>i-[0-9a-f]+)");

    private AgentSource() {}

    /** Whether the instance has said it itself. */
    public static boolean is(BusEvent event, InstanceId instance) {
        Matcher source = SOURCE.matcher(event.source());
        return source.matches()
                && source.group("id").equals(instance.value())
                && new AccountId(event.account()).value().equals(source.group("account"))
                && event.region().equals(source.group("region"));
    }
}
