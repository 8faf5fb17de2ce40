package host.spore.spawn.statemachines;

import static com.dashjoin.jsonata.Jsonata.jsonata;
import static org.assertj.core.api.Assertions.assertThatCode;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlowExpressionsTest {
    static Stream<Arguments> expressions() {
        return Arrays.stream(Flow.values()).flatMap(flow -> {
            List<String> found = new ArrayList<>();
            collect(flow.definition(), found);
            return found.stream().distinct().map(expression -> Arguments.of(flow, expression));
        });
    }

    /** A slip of the pen in an expression would otherwise show when the state is first reached, which may be never. */
    @ParameterizedTest
    @MethodSource("expressions")
    void everyExpressionIsValidJsonata(Flow flow, String expression) {
        assertThatCode(() -> jsonata(expression)).doesNotThrowAnyException();
    }

    private static void collect(Json value, List<String> into) {
        switch (value) {
            case JsonObject object -> object.members().values().forEach(member -> collect(member, into));
            case JsonArray array -> array.items().forEach(item -> collect(item, into));
            case Json.JsonString string -> {
                if (string.value().startsWith("{%")) {
                    into.add(string.value().substring(2, string.value().length() - 2));
                }
            }
            case Json.JsonNumber number -> {}
            case Json.JsonBoolean bool -> {}
            case Json.JsonNull none -> {}
        }
    }
}
