package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Every conditional write by its whole expression: a condition that is cut short still passes every happy test. */
class DynamoExpressionsTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    /** No request is sent. */
    private static final DynamoDbClient UNUSED = new DynamoDbClient() {
        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    };

    private final DynamoInstanceRows rows = new DynamoInstanceRows(UNUSED, "spawn-instances");
    private final DynamoOutcomes outcomes = new DynamoOutcomes(UNUSED, "spawn-outcomes");

    @Test
    void aRowIsChangedOnConditionOfTheVersionThatWasRead() {
        // Given
        InstanceRow read = new InstanceRow(ID, 7, Map.of(), List.of());
        RowChange change = RowChange.NONE
                .set(Column.STATE_SEEN_AT, AT)
                .set(InstanceState.STOPPED)
                .remove(Column.ADDRESS);

        // When
        UpdateItemRequest request = rows.request(read, change);

        // Then
        assertThat(request)
                .isEqualTo(UpdateItemRequest.builder()
                        .tableName("spawn-instances")
                        .key(Map.of("instance_id", AttributeValue.fromS(ID.value())))
                        .updateExpression("SET #state = :state, #state_seen_at = :state_seen_at"
                                + " REMOVE #address ADD #version :one")
                        .conditionExpression("#version = :version")
                        .expressionAttributeNames(Map.of(
                                "#state", "state",
                                "#state_seen_at", "state_seen_at",
                                "#address", "address",
                                "#version", "version"))
                        .expressionAttributeValues(Map.of(
                                ":state", AttributeValue.fromS("stopped"),
                                ":state_seen_at", AttributeValue.fromS("2026-11-23T12:00:00Z"),
                                ":one", AttributeValue.fromN("1"),
                                ":version", AttributeValue.fromN("7")))
                        .returnValues(ReturnValue.ALL_NEW)
                        .build());
    }

    @Test
    void anAbsentRowIsMadeOnConditionThatNobodyMadeIt() {
        // When
        UpdateItemRequest request = rows.request(InstanceRow.absent(ID), RowChange.NONE.set(Column.AGENT_HEARD_AT, AT));

        // Then
        assertThat(request)
                .isEqualTo(UpdateItemRequest.builder()
                        .tableName("spawn-instances")
                        .key(Map.of("instance_id", AttributeValue.fromS(ID.value())))
                        .updateExpression("SET #agent_heard_at = :agent_heard_at ADD #version :one")
                        .conditionExpression("attribute_not_exists(#version)")
                        .expressionAttributeNames(Map.of("#agent_heard_at", "agent_heard_at", "#version", "version"))
                        .expressionAttributeValues(Map.of(
                                ":agent_heard_at", AttributeValue.fromS("2026-11-23T12:00:00Z"),
                                ":one", AttributeValue.fromN("1")))
                        .returnValues(ReturnValue.ALL_NEW)
                        .build());
    }

    /** A page that shows all of them would be told some never, or twice. */
    @Test
    void everyIdIsInOnePartOfThoseThatLive() {
        // Given
        List<QueryRequest> parts = rows.shownRequests(Set.of(Column.STATE));

        // When, Then
        for (char first : "0123456789abcdef".toCharArray()) {
            for (String rest : List.of("0000000", "fffffff", "0000000000000000", "ffffffffffffffff")) {
                String id = new InstanceId("i-" + first + rest).value();
                assertThat(parts)
                        .as(id)
                        .filteredOn(part ->
                                id.compareTo(value(part, ":from")) >= 0 && id.compareTo(value(part, ":to")) <= 0)
                        .hasSize(1);
            }
        }
        assertThat(parts)
                .extracting(QueryRequest::keyConditionExpression)
                .containsOnly("unclosed = :yes AND instance_id BETWEEN :from AND :to");
        assertThat(parts)
                .extracting(QueryRequest::projectionExpression)
                .containsOnly("#extensions, #instance_id, #state, #version");
        assertThat(parts).extracting(part -> value(part, ":yes")).containsOnly("yes");
    }

    private static String value(QueryRequest part, String name) {
        return part.expressionAttributeValues()
                .getOrDefault(name, AttributeValue.fromS(""))
                .s();
    }

    @Test
    void anExtensionIsAddedInTheWriteThatMovesTheDeadline() {
        // Given
        Extension extension = new Extension("command-1", AT, AT.plusSeconds(60));
        InstanceRow read = new InstanceRow(ID, 3, Map.of(), List.of());

        // When
        UpdateItemRequest request = rows.request(
                read, RowChange.NONE.set(Column.DEADLINE, extension.deadline()).add(extension));

        // Then
        assertThat(request.updateExpression())
                .isEqualTo("SET #deadline = :deadline ADD #version :one, #extensions :extension");
        assertThat(request.conditionExpression()).isEqualTo("#version = :version");
        assertThat(request.expressionAttributeValues())
                .containsEntry(
                        ":extension",
                        AttributeValue.fromSs(List.of("command-1 2026-11-23T12:00:00Z 2026-11-23T12:01:00Z")));
    }

    @Test
    void anOutcomeIsWrittenOnConditionThatItsKeyHasNone() {
        // Given
        StoredOutcome outcome =
                new StoredOutcome("command-1", "LaunchInstance", "InstanceReady", "id-1", "{\"a\":1}", AT, false);

        // When
        PutItemRequest request = outcomes.writeRequest(outcome);

        // Then
        assertThat(request)
                .isEqualTo(PutItemRequest.builder()
                        .tableName("spawn-outcomes")
                        .item(Map.of(
                                "command_id", AttributeValue.fromS("command-1"),
                                "command_type", AttributeValue.fromS("LaunchInstance"),
                                "outcome_type", AttributeValue.fromS("InstanceReady"),
                                "outcome_id", AttributeValue.fromS("id-1"),
                                "detail", AttributeValue.fromS("{\"a\":1}"),
                                "written_at", AttributeValue.fromS("2026-11-23T12:00:00Z"),
                                "unpublished", AttributeValue.fromS("yes"),
                                "expires_at_epoch_seconds",
                                        AttributeValue.fromN(Long.toString(Instant.parse("2027-02-21T12:00:00Z")
                                                .getEpochSecond()))))
                        .conditionExpression("attribute_not_exists(command_id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build());
    }

    @Test
    void anOutcomeIsMarkedPublishedOnConditionThatItIsThere() {
        // When
        UpdateItemRequest request = outcomes.publishedRequest("command-1", AT);

        // Then
        assertThat(request)
                .isEqualTo(UpdateItemRequest.builder()
                        .tableName("spawn-outcomes")
                        .key(Map.of("command_id", AttributeValue.fromS("command-1")))
                        .updateExpression("SET published_at = if_not_exists(published_at, :at) REMOVE unpublished")
                        .conditionExpression("attribute_exists(command_id)")
                        .expressionAttributeValues(Map.of(":at", AttributeValue.fromS("2026-11-23T12:00:00Z")))
                        .build());
    }

    @Test
    void theUnpublishedAreReadFromTheirIndex() {
        // When
        QueryRequest request = outcomes.unpublishedRequest();

        // Then
        assertThat(request)
                .isEqualTo(QueryRequest.builder()
                        .tableName("spawn-outcomes")
                        .indexName("unpublished-index")
                        .keyConditionExpression("unpublished = :yes")
                        .expressionAttributeValues(Map.of(":yes", AttributeValue.fromS("yes")))
                        .build());
    }
}
