package host.spore.spawn.functions.lambda;

import static host.spore.spawn.functions.lambda.Log.field;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Hostile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileLogTest {
    static List<Hostile> hostile() {
        return Hostile.all();
    }

    /** One call is one line, whatever is in it, and it says what was given. */
    @ParameterizedTest
    @MethodSource("hostile")
    void isOneLineThatSteersNothing(Hostile hostile) {
        // Given
        List<String> lines = new ArrayList<>();
        Log log = Log.to(lines::add).with("correlationId", hostile.text());

        // When
        log.warn(hostile.text(), field("reason", hostile.text()));

        // Then
        assertThat(lines).hasSize(1);
        String line = lines.getFirst();
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(Hostile.steering(line)).isEmpty();
        JsonObject read = JsonObject.parse(line);
        assertThat(read.members()).containsOnlyKeys("level", "message", "correlationId", "reason");
        assertThat(read.string("reason")).isEqualTo(hostile.text());
        assertThat(read.string("level")).isEqualTo("WARN");
    }
}
