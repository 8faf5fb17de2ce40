package host.spore.spawn.cdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** What hears, and what tells people. Only the latter reads secrets and speaks to the world outside. */
final class AlertFunctions extends Construct {
    /** As {@code events} has it: what destinations may name, and so what may be read. */
    private static final String PARAMETERS = "parameter/spawn/alerts/*";

    private final JavaFunction alert;
    private final JavaFunction deliver;
    private final JavaFunction destinations;
    private final Queue undeliveredAlerts;

    AlertFunctions(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            Settings settings,
            IEventBus bus,
            Tables tables,
            Queue undelivered) {
        super(scope, id);
        String table = tables.alerts().getTableArn();
        String deliverFlow = Flow.arnOf("spawn-deliver-alert");
        undeliveredAlerts = Undelivered.queue(this, "Undelivered", "spawn-alerts-undelivered");
        alert = new JavaFunction(
                this,
                "Alert",
                platform,
                new JavaFunction.Spec(
                        "spawn-alert",
                        "alerts.AlertHandler",
                        "Decides who is alerted by what is said on the bus",
                        Duration.seconds(60),
                        true,
                        undelivered,
                        Map.of(
                                "SPAWN_ALERTS_TABLE", tables.alerts().getTableName(),
                                "SPAWN_INSTANCES_TABLE", tables.instances().getTableName(),
                                "SPAWN_DELIVER_ALERT_FLOW_ARN", deliverFlow),
                        List.of(
                                Allow.to("FindWhoAsks", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:UpdateItem")
                                        .on(table),
                                Allow.to("ReadTheRow", "dynamodb:GetItem")
                                        .on(tables.instances().getTableArn()),
                                Allow.to("ReadWhatTheLaunchWas", "states:DescribeExecution")
                                        .on(
                                                Allow.arn("states", "execution:spawn-launch:*"),
                                                Allow.arn("states", "execution:spawn-queue:*"),
                                                Allow.arn("states", "execution:spawn-sweep:*")),
                                Allow.to("BeginItsDelivery", "states:StartExecution")
                                        .on(deliverFlow))));
        var environment = new LinkedHashMap<String, String>();
        environment.put("SPAWN_ALERTS_TABLE", tables.alerts().getTableName());
        settings.alertEmailFrom().ifPresent(from -> environment.put("SPAWN_ALERT_EMAIL_FROM", from));
        if (!settings.alertTrialOrigins().isEmpty()) {
            environment.put("SPAWN_ALERT_TRIAL_ORIGINS", String.join(",", settings.alertTrialOrigins()));
        }
        var tell = toTell(settings);
        var delivering = new TreeMap<>(environment);
        delivering.put("SPAWN_BUS_NAME", bus.getEventBusName());
        deliver = new JavaFunction(
                this,
                "Deliver",
                platform,
                new JavaFunction.Spec(
                        "spawn-alert-deliver",
                        "alerts.DeliverHandler",
                        "Sends one alert to one destination",
                        // Less than the flow waits; a post ends after ten seconds.
                        Duration.seconds(50),
                        true,
                        null,
                        delivering,
                        Stream.concat(
                                        tell.stream(),
                                        Stream.of(
                                                Allow.to(
                                                                "NoteWhatWasTold",
                                                                "dynamodb:GetItem",
                                                                "dynamodb:PutItem",
                                                                "dynamodb:UpdateItem")
                                                        .on(table),
                                                Allow.toSpeakForTheControlPlane(bus.getEventBusArn())
                                                        .when(
                                                                "StringEquals",
                                                                "events:detail-type",
                                                                List.of("AlertFailed"))))
                                .toList()));
        destinations = new JavaFunction(
                this,
                "Destinations",
                platform,
                new JavaFunction.Spec(
                        "spawn-alert-destinations",
                        "alerts.DestinationsHandler",
                        "Adds, removes and tests destinations of alerts",
                        Duration.seconds(60),
                        true,
                        null,
                        environment,
                        Stream.concat(
                                        tell.stream(),
                                        Stream.of(Allow.to(
                                                        "KeepTheDestinations",
                                                        "dynamodb:Query",
                                                        "dynamodb:GetItem",
                                                        "dynamodb:PutItem",
                                                        "dynamodb:UpdateItem",
                                                        "dynamodb:DeleteItem")
                                                .on(table)))
                                .toList()));
    }

    /**
     * Parameters under the key of SSM's own need no permission for that key; what is under a key of yours needs a
     * statement in that key's policy (docs/alerts.md).
     * https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
     */
    private static List<Allow> toTell(Settings settings) {
        var permissions = new ArrayList<>(List.of(
                Allow.to("ReadTheirSecrets", "ssm:GetParameter").on(Allow.arn("ssm", PARAMETERS)),
                Allow.to("PublishToTopics", "sns:Publish")
                        .on(
                                settings.alertTopics().isEmpty()
                                        ? new String[] {Allow.arn("sns", "*")}
                                        : settings.alertTopics().toArray(String[]::new))));
        settings.alertEmailFrom()
                .ifPresent(from -> permissions.add(Allow.to("SendMail", "ses:SendEmail")
                        // Whichever of the two is verified is what SES looks at:
                        // https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
                        .on(
                                Allow.arn("ses", "identity/" + from),
                                Allow.arn("ses", "identity/" + from.substring(from.indexOf('@') + 1)))
                        .when("StringEquals", "ses:FromAddress", from)));
        return permissions;
    }

    JavaFunction alert() {
        return alert;
    }

    JavaFunction deliver() {
        return deliver;
    }

    JavaFunction destinations() {
        return destinations;
    }

    /** What nobody could be told. */
    Queue undeliveredAlerts() {
        return undeliveredAlerts;
    }
}
