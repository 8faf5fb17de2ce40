package host.spore.spawn.events;

import java.util.Optional;

/**
 * Where a deployment's executions are, by name alone: known before they exist, since an execution's name is its command's id.
 *
 * @param partition for example {@code aws}
 * @param region of the deployment
 * @param account of the deployment
 */
public record ControlPlane(String partition, String region, String account) {
    /** Of the dashboard. */
    public static final String DASHBOARD = "spawn";

    /** The flow that carries a command of this type out, for one instance; empty: it is no command's. */
    public static Optional<String> flow(String commandType) {
        return switch (commandType) {
            case "LaunchInstance" -> Optional.of("spawn-launch");
            case "ExtendInstance" -> Optional.of("spawn-extend");
            case "TerminateInstance" -> Optional.of("spawn-terminate");
            case "StopInstance" -> Optional.of("spawn-stop");
            case "HibernateInstance" -> Optional.of("spawn-hibernate");
            case "StartInstance" -> Optional.of("spawn-start");
            case "SubmitQueue", "ResumeQueue" -> Optional.of("spawn-queue");
            case "CancelQueue" -> Optional.of("spawn-cancel-queue");
            case "LaunchSweep", "ResumeSweep" -> Optional.of("spawn-sweep");
            case "CancelSweep" -> Optional.of("spawn-cancel-sweep");
            case "AddAlertDestination", "RemoveAlertDestination", "TestAlertDestination" ->
                Optional.of("spawn-alert-destination");
            // What was refused may be of any type.
            default -> Optional.empty();
        };
    }

    /** ARN of an execution. */
    public String execution(String flow, String name) {
        return "arn:" + partition + ":states:" + region + ":" + account + ":execution:" + flow + ":" + name;
    }

    /** Where the console shows an execution. */
    public String executionLink(String arn) {
        return console() + "/states/home?region=" + region + "#/v2/executions/details/" + arn;
    }

    /** Where the console shows an instance. */
    public String instanceLink(InstanceId instance) {
        return console() + "/ec2/home?region=" + region + "#InstanceDetails:instanceId=" + instance;
    }

    /** Where CloudWatch shows what lives, waits and costs. */
    public String dashboardLink() {
        return console() + "/cloudwatch/home?region=" + region + "#dashboards/dashboard/" + DASHBOARD;
    }

    private String console() {
        return "https://"
                + switch (partition) {
                    case "aws-cn" -> region + ".console.amazonaws.cn";
                    case "aws-us-gov" -> "console.amazonaws-us-gov.com";
                    default -> region + ".console.aws.amazon.com";
                };
    }
}
