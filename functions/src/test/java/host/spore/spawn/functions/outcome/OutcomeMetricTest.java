package host.spore.spawn.functions.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeClock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeMetricTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "InstanceReady | {} | Launches=1 LaunchesFailed=0",
                "LaunchFailed | {} | Launches=1 LaunchesFailed=1",
                "LaunchRejected | {} | ``",
                "CommandFailed | {} | CommandsFailed=1",
                "CommandRejected | {} | ``",
                "QueueFailed | {\"cause\":\"error\"} | CommandsFailed=1",
                "QueueFailed | {\"cause\":\"jobs-failed\"} | ``",
                "SweepFailed | {\"cause\":\"error\"} | CommandsFailed=1",
                "SweepFailed | {\"cause\":\"cancelled\"} | ``",
                "InstanceExpired | {\"keeper\":\"agent\"} | AgentsSilent=0 Ended=1",
                "InstanceExpired | {\"keeper\":\"lifecycle\"} | AgentsSilent=1 Ended=1",
                "InstanceExpired | {\"keeper\":\"dead-man\"} | AgentsSilent=1 Ended=1",
                "InstanceExpired | {\"keeper\":\"unknown\"} | AgentsSilent=1 Ended=1",
                "InstanceEnded | {\"cost\":{\"compute\":\"0.0104\",\"volumes\":\"0.01\"}} | Ended=1 Spent=0.0204",
                "InstanceEnded | {\"cost\":{\"compute\":\"?\",\"volumes\":\"0.01\"}} | Ended=1",
                "InstanceStopped | {} | ``",
            })
    void countsWhatAlarmsGoBy(String type, String fields, String counted) {
        // When
        Map<String, String> values = new TreeMap<>();
        OutcomeMetric.of(type, JsonObject.parse(fields), FakeClock.START)
                .ifPresent(line -> line.members().forEach((name, value) -> {
                    if (!name.equals("_aws")) {
                        values.put(name, value.toString());
                    }
                }));

        // Then
        assertThat(String.join(
                        " ",
                        values.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList()))
                .isEqualTo(counted);
    }
}
