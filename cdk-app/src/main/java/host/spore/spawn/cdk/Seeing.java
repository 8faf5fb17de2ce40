package host.spore.spawn.cdk;

import host.spore.spawn.events.ControlPlane;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.CustomWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * The dashboard {@code spawn}: pages that a function makes of what the tables hold, and the metrics. While nobody looks, no
 * function runs; CloudWatch calls it with the rights of whoever looks, who must be allowed to invoke it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_about.html
 */
final class Seeing extends Construct {
    private static final String FUNCTION = "spawn-widgets";
    private static final Set<String> AT_A_MOMENT = Set.of("Living", "HourlyRate");
    private static final int WHOLE = 24;
    private static final int HALF = 12;

    Seeing(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            Tables tables,
            IBucket results,
            Settings settings) {
        super(scope, id);
        var environment = new TreeMap<String, String>();
        environment.put("SPAWN_INSTANCES_TABLE", tables.instances().getTableName());
        environment.put("SPAWN_HISTORY_TABLE", tables.history().getTableName());
        environment.put("SPAWN_QUEUES_TABLE", tables.queues().getTableName());
        environment.put("SPAWN_SWEEPS_TABLE", tables.sweeps().getTableName());
        environment.put("SPAWN_OUTCOMES_TABLE", tables.outcomes().getTableName());
        environment.put(
                "SPAWN_AVAILABILITY_STATS_TABLE", tables.availabilityStats().getTableName());
        environment.put("SPAWN_RESULTS_BUCKET", results.getBucketName());
        environment.put("SPAWN_CAPACITY_MEMORY_SECONDS", Integer.toString(settings.capacityMemorySeconds()));
        // By name: a function cannot be given its own ARN, nor that of the alias that is made of it.
        environment.put(
                "SPAWN_WIDGETS_ARN",
                Allow.arn("lambda", "function:" + FUNCTION + (platform.snapshots() ? ":live" : "")));
        var widgets = new JavaFunction(
                this,
                "Widgets",
                platform,
                new JavaFunction.Spec(
                        FUNCTION,
                        "widgets.WidgetsHandler",
                        "Shows what lives, ends, waits and costs, on the dashboard",
                        Duration.seconds(30),
                        true,
                        null,
                        environment,
                        List.of(
                                Allow.to("ReadTheRows", "dynamodb:GetItem")
                                        .on(tables.instances().getTableArn()),
                                Allow.to("FindTheUnclosed", "dynamodb:Query")
                                        .on(tables.instances().getTableArn() + "/index/" + Tables.UNCLOSED),
                                Allow.to("ReadTheHistory", "dynamodb:Query")
                                        .on(tables.history().getTableArn()),
                                Allow.to("ReadTheQueues", "dynamodb:GetItem", "dynamodb:Query")
                                        .on(tables.queues().getTableArn()),
                                Allow.to("FindTheRuns", "dynamodb:Query")
                                        .on(tables.queues().getTableArn() + "/index/" + Tables.RUNS),
                                Allow.to("ReadTheSweeps", "dynamodb:GetItem", "dynamodb:Query")
                                        .on(tables.sweeps().getTableArn()),
                                Allow.to("FindTheSweeps", "dynamodb:Query")
                                        .on(tables.sweeps().getTableArn() + "/index/" + Tables.RUNS),
                                Allow.to("ReadWhatWasSaid", "dynamodb:Query")
                                        .on(tables.outcomes().getTableArn() + "/index/" + Tables.BY_TYPE),
                                Allow.to("ReadWhatIsRemembered", "dynamodb:Scan")
                                        .on(tables.availabilityStats().getTableArn()),
                                Allow.to("ReadThePlans", "s3:GetObject")
                                        .on(results.getBucketArn() + "/queues/*/plan.json"),
                                // Without it S3 says of a plan that is gone that it is not to be read.
                                Allow.to("SeeWhatIsNotThere", "s3:ListBucket")
                                        .on(results.getBucketArn())
                                        .when("StringLike", "s3:prefix", "queues/*"))));
        Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(ControlPlane.DASHBOARD)
                .widgets(List.of(
                        List.of(page(widgets, "Instances", "instances", WHOLE, 9)),
                        List.of(page(widgets, "Queues", "queues", WHOLE, 9)),
                        List.of(page(widgets, "Sweeps", "sweeps", WHOLE, 9)),
                        List.of(
                                page(widgets, "Timeline of an instance", "timeline", HALF, 8),
                                page(widgets, "Launches in 24 hours", "launches", HALF, 8)),
                        List.of(
                                page(widgets, "Spending", "spending", HALF, 8),
                                page(widgets, "Availability", "availability", HALF, 8)),
                        List.of(
                                graph("Launches, and those that failed", count("Launches"), count("LaunchesFailed")),
                                graph(
                                        "US dollars: an hour now, and of what ended",
                                        count("HourlyRate"),
                                        count("Spent"))),
                        List.of(
                                graph("Instances alive, and what was amiss", count("Living"), count("Drift")),
                                graph("Sweeps of the reaper", count("Sweeps")))))
                .build();
    }

    private static IWidget page(JavaFunction function, String title, String widget, int width, int height) {
        return CustomWidget.Builder.create()
                .functionArn(function.arn())
                .title(title)
                .params(Map.of("widget", widget))
                // It is told its width, and lays itself out by it. No page depends on the dashboard's span of time.
                .updateOnResize(true)
                .updateOnTimeRangeChange(false)
                .width(width)
                .height(height)
                .build();
    }

    private static IWidget graph(String title, Metric... metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(List.of(metrics))
                .width(HALF)
                .height(6)
                .build();
    }

    private static Metric count(String name) {
        return Metric.Builder.create()
                .namespace("Spawn")
                .metricName(name)
                // What is seen at a moment is not added up.
                .statistic(AT_A_MOMENT.contains(name) ? "Maximum" : "Sum")
                .period(Duration.minutes(5))
                .build();
    }
}
