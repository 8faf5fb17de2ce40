package host.spore.spawn.testevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Message;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Schemas;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds record, schema and sample of every type of message together. */
class LanguageTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** By the fields that the sample has. */
    private static final Map<String, Set<String>> EXCLUDED = Map.ofEntries(
            Map.entry("ExtendInstance", Set.of("until", "owner", "array", "sweep")),
            Map.entry("TerminateInstance", Set.of("owner", "array", "sweep")),
            Map.entry("StopInstance", Set.of("owner", "array", "sweep")),
            Map.entry("HibernateInstance", Set.of("owner", "array", "sweep")),
            Map.entry("StartInstance", Set.of("owner", "array", "sweep")),
            Map.entry("CommandCompleted", Set.of("array", "sweep")),
            Map.entry("LaunchInstance", Set.of("command", "subnetId", "worker", "array")),
            // A member of an array is told of by its array, too; most tests are about one that is alone.
            Map.entry("InstanceLaunched", Set.of("arrayId")),
            Map.entry("LaunchFailed", Set.of("arrayId")),
            Map.entry("InstanceReady", Set.of("dnsRefused", "arrayId")),
            Map.entry("SubmitQueue", Set.of("file")),
            Map.entry("LaunchSweep", Set.of("file")));

    static Stream<String> types() {
        return Stream.concat(Language.commandTypes().stream(), Language.eventTypes().stream());
    }

    @ParameterizedTest
    @MethodSource("types")
    void theSampleIsWhatTheSchemaAllows(String type) throws JsonProcessingException {
        assertThat(violations(type, sample(type).detail())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theRecordReadsAndWritesTheSampleWithoutLoss(String type) {
        JsonObject detail = sample(type).detail();

        Message message = read(type, detail);

        assertThat(message.type()).isEqualTo(type);
        assertThat(message.toJson().members()).containsExactlyInAnyOrderEntriesOf(detail.members());
    }

    /** A part of a record has names of its own, so its fields are counted; the round trip above knows them one by one. */
    @ParameterizedTest
    @MethodSource("types")
    void schemaAndRecordHaveTheSameFields(String type) {
        Class<?> record = read(type, sample(type).detail()).getClass();

        Set<String> fields = Schemas.of(type).object("properties").members().keySet();

        assertThat(fields).contains(components(Envelope.class));
        assertThat(fields).containsAll(List.of(components(record, component -> !isPart(component))));
        assertThat(fields).hasSize((int) leaves(record));
    }

    /** The sample shows every field that there is, so that the test above reads and writes them all. */
    @ParameterizedTest
    @MethodSource("types")
    void theSampleHasEveryFieldThatCanStandTogether(String type) {
        Set<String> missing = new LinkedHashSet<>(
                Schemas.of(type).object("properties").members().keySet());
        missing.removeAll(sample(type).detail().members().keySet());

        // Of two that exclude each other, the sample has one.
        assertThat(missing).isEqualTo(EXCLUDED.getOrDefault(type, Set.of()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatTheSchemaRequiresTheRecordRequires(String type) throws JsonProcessingException {
        JsonObject detail = sample(type).detail();
        for (Json required : Schemas.of(type).array("required")) {
            String field = ((Json.JsonString) required).value();
            // Commands that rules and schedules make may leave these to the reader: one version, a cause of its own.
            if (field.equals("version") || field.equals("correlationId")) {
                continue;
            }
            JsonObject without = without(detail, field);

            assertThat(violations(type, without)).isNotEmpty();
            if (!Set.of("attempts", "results", "restarted").contains(field)) {
                assertThatThrownBy(() -> read(type, without))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("/" + field);
            }
        }
    }

    /** A rule cannot carry a file; its name says what a person would have said beside it. */
    @ParameterizedTest
    @CsvSource({"SubmitQueue, queue, queueId", "LaunchSweep, sweep, sweepId"})
    void aFileInTheInboxStandsForTheFileItself(String type, String carried, String id) throws JsonProcessingException {
        // Given
        JsonObject whole = sample(type).detail();
        JsonObject named = JsonObject.builder()
                .putAll(without(without(without(whole, carried), id), "name"))
                .put("file", JsonObject.parse("{\"key\":\"inbox/a/Nightly.v2.yaml\",\"etag\":\"0123-2\"}"))
                .build();

        // When
        JsonObject read = read(type, named).toJson();

        // Then
        assertThat(violations(type, named)).isEmpty();
        assertThat(read.object("file")).isEqualTo(named.object("file"));
        assertThat(read.string(id))
                .isEqualTo(type.equals("SubmitQueue") ? "Nightly.v2" : "nightly-v2-20261123-" + suffix(named));
        assertThat(violations(type, read)).isEmpty();
        assertThat(read(type, read).toJson()).isEqualTo(read);

        // Then: not both, and not neither
        JsonObject both = JsonObject.builder()
                .putAll(whole)
                .put("file", named.object("file"))
                .build();
        for (JsonObject wrong : List.of(both, without(whole, carried))) {
            assertThat(violations(type, wrong)).isNotEmpty();
            assertThatThrownBy(() -> read(type, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queues/a.yaml", "inbox/", "inbox/a b", "inbox/a/", "/inbox/a", "inbox/\u00fc", "Inbox/a"})
    void whatIsNotInTheInboxIsNoFile(String key) throws JsonProcessingException {
        JsonObject named = JsonObject.builder()
                .putAll(without(sample("SubmitQueue").detail(), "queue"))
                .put("file", JsonObject.builder().put("key", key).build())
                .build();
        assertThat(violations("SubmitQueue", named)).isNotEmpty();
        assertThatThrownBy(() -> read("SubmitQueue", named))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the key of a file below inbox/");
    }

    private static String suffix(JsonObject command) {
        return Ids.hash("sweep", command.string("id")).substring(0, 6);
    }

    private static Sample sample(String type) {
        return Sample.all().stream()
                .filter(sample -> sample.path().endsWith("/" + type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of " + type + ": add one to test-events"));
    }

    private static Message read(String type, JsonObject detail) {
        return Language.command(type, detail)
                .map(Message.class::cast)
                .or(() -> Language.event(type, detail))
                .orElseThrow();
    }

    private static String[] components(Class<?> type) {
        return components(type, component -> true);
    }

    private static String[] components(Class<?> type, Predicate<Class<?>> which) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> which.test(component.getType()))
                .map(RecordComponent::getName)
                .toArray(String[]::new);
    }

    private static long leaves(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .mapToLong(component -> isPart(component.getType()) ? leaves(component.getType()) : 1)
                .sum();
    }

    /** What is flat in the message, as the envelope is, writes itself into somebody else's builder, or is begun by it. */
    private static boolean isPart(Class<?> type) {
        return type == Envelope.class
                || Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals("write")
                                && Arrays.equals(
                                        method.getParameterTypes(), new Class<?>[] {JsonObject.Builder.class}));
    }

    private static JsonObject without(JsonObject object, String key) {
        JsonObject.Builder rest = JsonObject.builder();
        object.members().forEach((name, value) -> {
            if (!name.equals(key)) {
                rest.put(name, value);
            }
        });
        return rest.build();
    }

    private static Set<ValidationMessage> violations(String type, JsonObject detail) throws JsonProcessingException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(Schemas.of(type).toString());
        return schema.validate(MAPPER.readTree(detail.toString()));
    }
}
