package host.spore.spawn.events;

/** What spored says. IAM lets an instance publish only under its own ARN, so the source is IAM's word. */
public sealed interface AgentEvent extends Event
        permits AgentStarted,
                DeadlineWarning,
                DeadlineReached,
                InstanceIdle,
                SpotInterrupted,
                RebalanceRecommended,
                InstanceFinished,
                WorkloadExited,
                AgentProblem {
    /** The source of an agent's events is this and the instance's ARN. */
    String SOURCE_PREFIX = "spawn.agent/";

    InstanceId instanceId();

    /** For example {@code spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0}. */
    static String source(String partition, String region, AccountId account, InstanceId instance) {
        return SOURCE_PREFIX + "arn:" + partition + ":ec2:" + region + ":" + account + ":instance/" + instance;
    }
}
