package host.spore.spawn.functions.outcome;

import host.spore.spawn.events.Keeper;
import host.spore.spawn.events.QueueFailure;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SweepFailure;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.MetricLine;
import java.time.Instant;
import java.util.Optional;

/** What is counted of an outcome, the first time that it is said: what the alarms of launches, agents and commands go by. */
final class OutcomeMetric {
    private OutcomeMetric() {}

    /**
     * @param type of the event
     * @param fields of it
     * @return empty: nothing is counted of this one
     */
    static Optional<JsonObject> of(String type, JsonObject fields, Instant now) {
        return switch (type) {
            // The ones that succeeded write a nought, so that a rate can be reckoned from the two.
            case "InstanceReady" ->
                Optional.of(MetricLine.at(now)
                        .count("Launches", 1)
                        .count("LaunchesFailed", 0)
                        .build());
            case "LaunchFailed" ->
                Optional.of(MetricLine.at(now)
                        .count("Launches", 1)
                        .count("LaunchesFailed", 1)
                        .build());
            case "CommandFailed" ->
                Optional.of(MetricLine.at(now).count("CommandsFailed", 1).build());
            // A job or a row that failed is its author's affair.
            case "QueueFailed", "SweepFailed" ->
                isError(fields)
                        ? Optional.of(
                                MetricLine.at(now).count("CommandsFailed", 1).build())
                        : Optional.empty();
            case "InstanceExpired" ->
                Optional.of(ended(fields, now)
                        .count("AgentsSilent", isByItsAgent(fields) ? 0 : 1)
                        .build());
            case "InstanceEnded" -> Optional.of(ended(fields, now).build());
            // Rejected is not failed, and what follows a command that was carried out is of no alarm's interest.
            case String other -> Optional.empty();
        };
    }

    private static boolean isError(JsonObject fields) {
        return fields.optionalString("cause")
                .filter(cause -> cause.equals(QueueFailure.ERROR.wire()) || cause.equals(SweepFailure.ERROR.wire()))
                .isPresent();
    }

    private static boolean isByItsAgent(JsonObject fields) {
        return fields.optionalString("keeper").equals(Optional.of(Keeper.AGENT.wire()));
    }

    private static MetricLine ended(JsonObject fields, Instant now) {
        MetricLine line = MetricLine.at(now).count("Ended", 1);
        return fields.optionalObject("cost")
                .flatMap(OutcomeMetric::sum)
                .map(sum -> line.usd("Spent", sum))
                .orElse(line);
    }

    private static Optional<Usd> sum(JsonObject cost) {
        try {
            return Optional.of(Usd.parse(cost.string("compute")).plus(Usd.parse(cost.string("volumes"))));
        } catch (Refusal unreadable) {
            // The announcer would have refused it before.
            return Optional.empty();
        }
    }
}
