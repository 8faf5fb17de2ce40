package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Environment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where machines are, and what they are called.
 *
 * @param partition of AWS
 * @param region of the deployment
 * @param account of the deployment
 */
record Machinery(String partition, String region, String account) {
    static final String PREFIX = "spawn-q-";

    /** When a queue last ran; kept current on the machine that is made last, and looked at there. */
    static final String USED_AT = "spawn:used-at";

    /** @param account null where nothing says in which one the function runs */
    static Machinery of(Environment environment, @Nullable String account) {
        if (account == null) {
            throw new IllegalStateException("the function was not told its own ARN, so not its account");
        }
        String region = environment.required("AWS_REGION");
        return new Machinery(partition(region), region, account);
    }

    private static String partition(String region) {
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    static String machineName(String hash, String machine) {
        return PREFIX + hash + "-" + machine;
    }

    static String activityName(String hash) {
        return PREFIX + hash;
    }

    String activity(String hash) {
        return states("activity:" + activityName(hash));
    }

    String machine(String hash, String machine) {
        return states("stateMachine:" + machineName(hash, machine));
    }

    /** Of a compiled machine. */
    String execution(String runId, String hash, Plan.PlannedExecution planned) {
        return execution(machineName(hash, planned.machine()), runId + planned.suffix());
    }

    String execution(String machineName, String name) {
        return states("execution:" + machineName + ":" + name);
    }

    /** What a definition refers to by names that contain its own hash. */
    String filled(String definition, String hash, Iterable<Plan.PlannedExecution> machines) {
        String text = definition.replace(Blueprint.ACTIVITY, activity(hash));
        for (Plan.PlannedExecution planned : machines) {
            text = text.replace(Blueprint.reference(planned.machine()), machine(hash, planned.machine()));
        }
        return text;
    }

    private String states(String what) {
        return "arn:" + partition + ":states:" + region + ":" + account + ":" + what;
    }

    static Map<String, String> tags(String queueId, String date) {
        return Map.of("spawn", "true", "spawn:queue", queueId, USED_AT, date);
    }

    static Map<String, String> usedAt(String date) {
        return Map.of(USED_AT, date);
    }
}
