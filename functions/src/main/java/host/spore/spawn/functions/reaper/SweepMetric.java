package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.CostTags;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lambda.MetricLine;
import java.time.Instant;
import java.util.List;

/**
 * The sign of life on whose absence an alarm fires, and what it saw: the metrics {@code Spawn/Sweeps}, {@code Spawn/Living},
 * {@code Spawn/Drift} and {@code Spawn/HourlyRate}.
 */
final class SweepMetric {
    private SweepMetric() {}

    /**
     * @param living instances of spawn
     * @param drift how much was amiss
     */
    static JsonObject line(Instant now, List<InstanceView> living, int drift) {
        return MetricLine.at(now)
                .count("Sweeps", 1)
                .count("Living", living.size())
                .count("Drift", drift)
                .usd("HourlyRate", rate(living))
                .build();
    }

    /** By the prices in their tags; an unknown one is not in it. */
    private static Usd rate(List<InstanceView> living) {
        return living.stream()
                .flatMap(view -> CostTags.tariff(view).map(tariff -> tariff.perHour(view.state())).stream())
                .reduce(Usd.ZERO, Usd::plus);
    }
}
