package host.spore.spawn.functions.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A query whose answer is large: asked as several that are parts of it, each of which comes in a stream of its own, and for
 * what is wanted of each item alone.
 */
public final class QueryParts {
    private QueryParts() {}

    /** The items of every page of each part, in the order of the parts. */
    public static List<Map<String, AttributeValue>> read(DynamoDbClient dynamoDb, List<QueryRequest> parts) {
        Map<QueryRequest, List<Map<String, AttributeValue>>> answers = new ConcurrentHashMap<>();
        AtOnce.USUAL.each(
                parts,
                part -> answers.put(
                        part, dynamoDb.queryPaginator(part).items().stream().toList()));
        return parts.stream()
                .flatMap(part -> answers.getOrDefault(part, List.of()).stream())
                .toList();
    }

    /** The same query, for these attributes alone; each goes by a placeholder, since any may be a reserved word. */
    public static QueryRequest of(QueryRequest whole, Collection<String> attributes) {
        Map<String, String> names = new TreeMap<>(whole.expressionAttributeNames());
        attributes.forEach(attribute -> names.put("#" + attribute, attribute));
        return whole.toBuilder()
                .projectionExpression(String.join(
                        ", ",
                        attributes.stream().map(name -> "#" + name).sorted().toList()))
                .expressionAttributeNames(names)
                .build();
    }

    /**
     * The part of a query whose key lies between two values, both of them included.
     *
     * @param key the name, or placeholder, of the sort key
     */
    public static QueryRequest between(QueryRequest whole, String key, String from, String to) {
        Map<String, AttributeValue> values = new TreeMap<>(whole.expressionAttributeValues());
        values.put(":from", AttributeValue.fromS(from));
        values.put(":to", AttributeValue.fromS(to));
        return whole.toBuilder()
                .keyConditionExpression(whole.keyConditionExpression() + " AND " + key + " BETWEEN :from AND :to")
                .expressionAttributeValues(values)
                .build();
    }
}
