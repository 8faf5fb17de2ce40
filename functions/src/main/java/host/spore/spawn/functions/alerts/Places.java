package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.ControlPlane;
import host.spore.spawn.events.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are, by name alone: executions of flows, and what shows them.
 *
 * @param controlPlane whose they are
 */
record Places(ControlPlane controlPlane) {
    /** From the ARN of a resource of the control plane's. */
    static Places of(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6) {
            throw new IllegalArgumentException("\"" + arn + "\": an ARN is expected");
        }
        return new Places(new ControlPlane(parts[1], parts[3], parts[4]));
    }

    /** Of the flow that carries such a command out; empty for what is none. */
    Optional<String> execution(String commandType, String commandId) {
        return ControlPlane.flow(commandType).map(flow -> controlPlane.execution(flow, commandId));
    }

    String lifecycle(InstanceId instance, long generation) {
        return controlPlane.execution("spawn-lifecycle", instance.value() + "-" + generation);
    }

    Map<String, String> links(Optional<String> execution, Optional<InstanceId> instance) {
        Map<String, String> links = new LinkedHashMap<>();
        execution.ifPresent(arn -> links.put("execution", controlPlane.executionLink(arn)));
        instance.ifPresent(id -> links.put("instance", controlPlane.instanceLink(id)));
        links.put("dashboard", controlPlane.dashboardLink());
        return links;
    }
}
