package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.aws.QueryParts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link InstanceRows} in DynamoDB. */
public final class DynamoInstanceRows implements InstanceRows {
    private static final String KEY = "instance_id";
    private static final String VERSION = "version";
    private static final String EXTENSIONS = "extensions";

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">its limit</a> */
    private static final int MOST_IN_A_BATCH = 100;

    private static final int MOST_ROUNDS = 20;

    /** Of the parts of all ids, in their order. None is an id itself, so that no id is in two of them. */
    private static final List<String> ENDS = List.of("i-0", "i-4", "i-8", "i-c", "i-g");

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoInstanceRows(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public InstanceRow read(InstanceId id) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(id)))
                .item();
        return item.isEmpty() ? InstanceRow.absent(id) : row(id, item);
    }

    @Override
    public Map<InstanceId, InstanceRow> read(Collection<InstanceId> ids) {
        Map<InstanceId, InstanceRow> rows = new LinkedHashMap<>();
        List<InstanceId> left = List.copyOf(ids);
        while (!left.isEmpty()) {
            left.subList(0, Math.min(MOST_IN_A_BATCH, left.size())).forEach(id -> rows.put(id, InstanceRow.absent(id)));
            readBatch(left.subList(0, Math.min(MOST_IN_A_BATCH, left.size())), rows);
            left = left.subList(Math.min(MOST_IN_A_BATCH, left.size()), left.size());
        }
        return rows;
    }

    /** What DynamoDB did not get to is asked for again, which the SDK leaves to its caller. */
    private void readBatch(List<InstanceId> ids, Map<InstanceId, InstanceRow> into) {
        Map<String, KeysAndAttributes> asked = Map.of(
                table,
                KeysAndAttributes.builder()
                        .consistentRead(true)
                        .keys(ids.stream().map(DynamoInstanceRows::key).toList())
                        .build());
        for (int i = 0; i < MOST_ROUNDS && !asked.isEmpty(); i++) {
            Map<String, KeysAndAttributes> request = asked;
            BatchGetItemResponse answer = dynamoDb.batchGetItem(batch -> batch.requestItems(request));
            answer.responses().getOrDefault(table, List.of()).forEach(item -> {
                InstanceId id = id(item);
                into.put(id, row(id, item));
            });
            asked = answer.unprocessedKeys();
        }
        if (!asked.isEmpty()) {
            throw new IllegalStateException("DynamoDB left rows unread " + MOST_ROUNDS + " times");
        }
    }

    @Override
    public Optional<InstanceRow> change(InstanceRow read, RowChange change) {
        try {
            return Optional.of(
                    row(read.id(), dynamoDb.updateItem(request(read, change)).attributes()));
        } catch (ConditionalCheckFailedException somebodyWasQuicker) {
            return Optional.empty();
        }
    }

    @Override
    public List<InstanceId> unclosed() {
        QueryRequest idsAlone =
                unclosedRequest().toBuilder().projectionExpression(KEY).build();
        return dynamoDb.queryPaginator(idsAlone).items().stream()
                .map(DynamoInstanceRows::id)
                .toList();
    }

    /** Whole rows are a megabyte a thousand. */
    @Override
    public List<InstanceRow> unclosedAsShown(Set<Column> columns) {
        return QueryParts.read(dynamoDb, shownRequests(columns)).stream()
                .map(item -> row(id(item), item))
                .toList();
    }

    /** Ids are random hexadecimal digits, so that each part has about as many. */
    List<QueryRequest> shownRequests(Set<Column> columns) {
        List<String> attributes = new ArrayList<>(List.of(KEY, VERSION, EXTENSIONS));
        columns.forEach(column -> attributes.add(column.wire()));
        QueryRequest whole = QueryParts.of(unclosedRequest(), attributes);
        return IntStream.range(1, ENDS.size())
                .mapToObj(i -> QueryParts.between(whole, KEY, ENDS.get(i - 1), ENDS.get(i)))
                .toList();
    }

    QueryRequest unclosedRequest() {
        return QueryRequest.builder()
                .tableName(table)
                .indexName("unclosed-index")
                .keyConditionExpression("unclosed = :yes")
                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromS(InstanceRow.YES)))
                .build();
    }

    UpdateItemRequest request(InstanceRow read, RowChange change) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        List<String> sets = new ArrayList<>();
        List<String> removes = new ArrayList<>();
        // Many of our columns are reserved words (name, state), so each goes by a placeholder. In the columns' order,
        // so
        // that the same change is always the same expression.
        for (Column column : Column.values()) {
            String value = change.set().get(column);
            if (value != null) {
                sets.add("#" + column.wire() + " = :" + column.wire());
                names.put("#" + column.wire(), column.wire());
                values.put(
                        ":" + column.wire(),
                        column.isNumber() ? AttributeValue.fromN(value) : AttributeValue.fromS(value));
            } else if (change.remove().contains(column)) {
                removes.add("#" + column.wire());
                names.put("#" + column.wire(), column.wire());
            }
        }
        names.put("#version", VERSION);
        values.put(":one", AttributeValue.fromN("1"));
        String expression = (sets.isEmpty() ? "" : "SET " + String.join(", ", sets) + " ")
                + (removes.isEmpty() ? "" : "REMOVE " + String.join(", ", removes) + " ")
                + "ADD #version :one";
        if (change.extension().isPresent()) {
            expression += ", #extensions :extension";
            names.put("#extensions", EXTENSIONS);
            values.put(
                    ":extension",
                    AttributeValue.fromSs(List.of(change.extension().get().wire())));
        }
        String condition = "attribute_not_exists(#version)";
        if (!read.isAbsent()) {
            condition = "#version = :version";
            values.put(":version", AttributeValue.fromN(Long.toString(read.version())));
        }
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(read.id()))
                .updateExpression(expression)
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .build();
    }

    private static InstanceId id(Map<String, AttributeValue> item) {
        AttributeValue key = item.get(KEY);
        return new InstanceId(key == null ? "" : key.s());
    }

    private static Map<String, AttributeValue> key(InstanceId id) {
        return Map.of(KEY, AttributeValue.fromS(id.value()));
    }

    private static InstanceRow row(InstanceId id, Map<String, AttributeValue> item) {
        Map<Column, String> values = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            AttributeValue value = item.get(column.wire());
            String text = value == null ? null : column.isNumber() ? value.n() : value.s();
            if (text != null) {
                values.put(column, text);
            }
        }
        AttributeValue version = item.get(VERSION);
        AttributeValue extensions = item.get(EXTENSIONS);
        return new InstanceRow(
                id,
                version == null ? 0 : Long.parseLong(version.n()),
                values,
                extensions == null
                        ? List.of()
                        : extensions.ss().stream().map(Extension::parse).toList());
    }
}
