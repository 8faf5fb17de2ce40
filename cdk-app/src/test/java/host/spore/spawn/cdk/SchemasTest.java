package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.Schemas;
import host.spore.spawn.events.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemasTest {
    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
    private static final int MOST_RESOURCES = 500;

    /** https://docs.aws.amazon.com/eventbridge/latest/schema-reference/v1-registries-name-registryname-schemas-name-schemaname.html */
    private static final int LONGEST_CONTENT = 100_000;

    @Test
    void everyTypeHasItsSchemaInTheRegistry() {
        // Given
        var stack = Objects.requireNonNull(Synthesis.of(Synthesis.WITH_DNS).get(SpawnStacks.SCHEMAS));
        var found = new HashMap<String, JsonObject>();

        // When
        stack.all("AWS::EventSchemas::Schema")
                .map(Template.Resource::properties)
                .forEach(schema -> {
                    assertThat(schema.string("Type")).isEqualTo("JSONSchemaDraft4");
                    assertThat(schema.string("Content")).hasSizeLessThan(LONGEST_CONTENT);
                    found.put(schema.string("SchemaName"), JsonObject.parse(schema.string("Content")));
                });

        // Then
        assertThat(found.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Language.commandTypes().stream(), Language.eventTypes().stream())
                                .toList());
        assertThat(found).allSatisfy((type, schema) -> assertThat(schema).isEqualTo(Schemas.of(type)));
        assertThat(found).hasSizeLessThan(MOST_RESOURCES);
    }

    @Test
    void theRegistryCanBeLeftOut() {
        assertThat(Synthesis.of(Map.of("eventSchemas", "false"))).doesNotContainKey(SpawnStacks.SCHEMAS);
    }
}
