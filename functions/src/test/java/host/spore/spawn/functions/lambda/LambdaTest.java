package host.spore.spawn.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaTest {
    private final FakeLambda lambda = new FakeLambda();

    @Test
    void carriesTheCorrelationIdInEveryLine() {
        // Given
        JsonHandler handler = handler();

        // When
        lambda.invoke(handler, JsonObject.parse("{\"correlationId\":\"c0\"}"));
        lambda.invoke(handler, JsonObject.parse("{\"command\":{\"correlationId\":\"c1\"}}"));
        lambda.invoke(handler, JsonObject.parse("{\"detail\":{\"correlationId\":\"c2\"}}"));
        lambda.invoke(handler, JsonObject.parse("{\"plan\":{\"correlationId\":\"c3\"}}"));
        lambda.invoke(handler, JsonObject.parse("{\"command\":7,\"correlationId\":[]}"));

        // Then
        assertThat(lambda.logged())
                .extracting(line -> line.optionalString("correlationId").orElse("-"))
                .containsExactly("c0", "c1", "c2", "c3", "-");
    }

    @Test
    void aFailureIsLoggedAndThrownOn() {
        // Given
        JsonHandler failing = new JsonHandler() {
            @Override
            protected JsonObject handle(JsonObject input, Invocation invocation) {
                throw new IllegalStateException("line one\nline two");
            }
        };

        // When, Then
        assertThatThrownBy(() -> lambda.invoke(failing, JsonObject.parse("{}")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(lambda.logged()).singleElement().satisfies(line -> {
            assertThat(line.string("level")).isEqualTo("ERROR");
            assertThat(line.string("error")).isEqualTo("java.lang.IllegalStateException");
            assertThat(line.string("reason")).isEqualTo("line one\nline two");
        });
    }

    /** Whatever is logged is one JSON object in one line: nobody can forge a line by what they name an instance. */
    @Property(tries = 300)
    void aLineIsALine(@ForAll String message, @ForAll String value) {
        List<String> lines = new ArrayList<>();
        Log.to(lines::add).info(message, Log.field("name", value));

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.strip().lines()).hasSize(1);
            assertThat(JsonObject.parse(line).string("name")).isEqualTo(value);
        });
    }

    @Test
    void anEventWithoutItsPartsIsRefusedWithThePlace() {
        assertThatThrownBy(() -> BusEvent.read(JsonObject.parse("{\"source\":\"aws.ec2\"}")))
                .isInstanceOf(JsonException.class)
                .hasMessage("/detail-type: missing, expected a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1.5"})
    void aNumberThatIsNoneFailsTheStartWithTheVariablesName(String text) {
        assertThatThrownBy(
                        () -> new Environment(Map.of("SPAWN_MAX_INSTANCES", text)).positive("SPAWN_MAX_INSTANCES", 1))
                .hasMessage("environment variable SPAWN_MAX_INSTANCES is \"" + text + "\": a whole number above 0");
    }

    @Test
    void anEmptyVariableIsNone() {
        // Given
        Environment environment = new Environment(Map.of("EMPTY", " ", "LIST", "a, b,,c"));

        // When, Then
        assertThat(environment.optional("EMPTY")).isEmpty();
        assertThat(environment.positive("EMPTY", 7)).isEqualTo(7);
        assertThat(environment.list("LIST")).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> environment.required("EMPTY")).hasMessage("environment variable EMPTY is not set");
    }

    private static JsonHandler handler() {
        return new JsonHandler() {
            @Override
            protected JsonObject handle(JsonObject input, Invocation invocation) {
                invocation.log().info("hello");
                return Answers.did("it");
            }
        };
    }
}
