package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are, by name alone: executions of flows, and what shows them.
 *
 * @param partition for example {@code aws}
 * @param region of the control plane
 * @param account of the control plane
 */
record Places(String partition, String region, String account) {
    /** From the ARN of a resource of the control plane's. */
    static Places of(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6) {
            throw new IllegalArgumentException("\"" + arn + "\": an ARN is expected");
        }
        return new Places(parts[1], parts[3], parts[4]);
    }

    /** Of the flow that carries such a command out; empty for what is none. */
    Optional<String> execution(String commandType, String commandId) {
        return switch (commandType) {
            case "LaunchInstance" -> Optional.of(execution("spawn-launch", commandId, ""));
            case "ExtendInstance" -> Optional.of(execution("spawn-extend", commandId, ""));
            case "TerminateInstance" -> Optional.of(execution("spawn-terminate", commandId, ""));
            case "StopInstance" -> Optional.of(execution("spawn-stop", commandId, ""));
            case "HibernateInstance" -> Optional.of(execution("spawn-hibernate", commandId, ""));
            case "StartInstance" -> Optional.of(execution("spawn-start", commandId, ""));
            case "SubmitQueue", "ResumeQueue" -> Optional.of(execution("spawn-queue", commandId, ""));
            case "CancelQueue" -> Optional.of(execution("spawn-cancel-queue", commandId, ""));
            case "AddAlertDestination", "RemoveAlertDestination", "TestAlertDestination" ->
                Optional.of(execution("spawn-alert-destination", commandId, ""));
            // The text of a command that was refused may be anything.
            case String unknown -> Optional.empty();
        };
    }

    String lifecycle(InstanceId instance, long generation) {
        return execution("spawn-lifecycle", instance.value(), "-" + generation);
    }

    Map<String, String> links(Optional<String> execution, Optional<InstanceId> instance) {
        Map<String, String> links = new LinkedHashMap<>();
        execution.ifPresent(arn ->
                links.put("execution", console() + "/states/home?region=" + region + "#/v2/executions/details/" + arn));
        instance.ifPresent(id -> links.put(
                "instance", console() + "/ec2/home?region=" + region + "#InstanceDetails:instanceId=" + id.value()));
        return links;
    }

    private String execution(String flow, String name, String suffix) {
        return "arn:" + partition + ":states:" + region + ":" + account + ":execution:" + flow + ":" + name + suffix;
    }

    private String console() {
        return "https://"
                + switch (partition) {
                    case "aws-cn" -> region + ".console.amazonaws.cn";
                    case "aws-us-gov" -> "console.amazonaws-us-gov.com";
                    case String usual -> region + ".console.aws.amazon.com";
                };
    }
}
