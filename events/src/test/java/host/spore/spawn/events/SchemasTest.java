package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {
    static Stream<String> types() {
        return Stream.concat(Language.commandTypes().stream(), Language.eventTypes().stream());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFieldSaysWhatItIs(String type) {
        JsonObject schema = Schemas.of(type);

        assertThat(schema.string("description")).isNotBlank();
        assertThat(schema.object("properties").members())
                .allSatisfy((field, of) ->
                        assertThat(((JsonObject) of).string("description")).isNotBlank());
    }

    @Test
    void whatNoSchemaKnowsIsFoundAtEveryDepth() {
        JsonObject launch = JsonObject.parse("""
                {"name": "demo", "insanceType": "t3.micro", "tags": {"any": "thing"},
                 "dataVolumes": [{"sizeGib": 8}, {"sizGib": 9, "zzz": 1}]}""");

        assertThat(Schemas.unknownFields("LaunchInstance", launch))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "/insanceType", Optional.of("instanceType"),
                        "/dataVolumes/1/sizGib", Optional.of("sizeGib"),
                        "/dataVolumes/1/zzz", Optional.empty()));
    }

    @Test
    void anUnknownTypeHasNone() {
        assertThatThrownBy(() -> Schemas.of("../Launch\nInstance"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no schema of ../Launch?Instance");
    }
}
