package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.services.logs.CfnQueryDefinition;
import software.constructs.Construct;

/**
 * Queries of CloudWatch Logs Insights, in the console's folder {@code spawn}: the functions write one JSON object a line, so
 * every field of theirs can be asked for. A saved query costs nothing, and a run of it by what it reads:
 * https://aws.amazon.com/cloudwatch/pricing/
 */
final class Queries extends Construct {
    /** Of a query: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-querydefinition.html */
    private static final int MOST_GROUPS = 50;

    Queries(Construct scope, String id) {
        super(scope, id);
        var groups = new TreeMap<String, String>();
        scope.getNode().findAll().stream()
                .filter(JavaFunction.class::isInstance)
                .map(JavaFunction.class::cast)
                .forEach(function -> groups.put(function.name(), function.logGroupName()));
        List<String> functions = groups.values().stream().limit(MOST_GROUPS).toList();
        query("Story", "one command's story", functions, """
                fields @timestamp, @log, level, message, reason
                | filter correlationId = "PUT THE COMMAND'S ID HERE"
                | sort @timestamp asc
                | limit 1000""");
        query("Errors", "what failed", functions, """
                fields @timestamp, @log, message, error, reason, correlationId
                | filter level = "ERROR"
                | sort @timestamp desc
                | limit 200""");
        query("Warnings", "what was odd, counted", functions, """
                filter level = "WARN"
                | stats count(*) as times, max(@timestamp) as latest by @log, message
                | sort times desc""");
        query("ColdStarts", "cold starts and their length", functions, """
                filter @type = "REPORT"
                | stats count(@initDuration) as cold, max(@initDuration) as slowestStart, avg(@duration) as millis, \
                max(@maxMemoryUsed / 1000 / 1000) as megabytes by @log
                | sort cold desc""");
        query("Sweeps", "what the reaper found", List.of(of(groups, "spawn-reaper")), """
                filter ispresent(Sweeps)
                | fields @timestamp, Living, Drift, HourlyRate
                | sort @timestamp desc
                | limit 400""");
        query("Outcomes", "outcomes by type", List.of(of(groups, "spawn-outcome")), """
                filter message = "announced"
                | stats count(*) as times by type, bin(1h)""");
        query("Widgets", "how long the dashboard's pages take", List.of(of(groups, "spawn-widgets")), """
                filter message = "shown"
                | stats count(*) as times, avg(millis) as mean, pct(millis, 95) as slow, max(characters) as heaviest \
                by widget""");
    }

    private void query(String id, String name, List<String> groups, String text) {
        CfnQueryDefinition.Builder.create(this, id)
                .name("spawn/" + name)
                .logGroupNames(groups)
                .queryString(text)
                .build();
    }

    private static String of(Map<String, String> groups, String function) {
        return Objects.requireNonNull(groups.get(function), function);
    }
}
