package host.spore.spawn.functions.widgets;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The index of the items of runs, of a table in which no other item has its keys: the type of the command that began a run,
 * and when it began.
 */
final class LatestRuns {
    private static final String INDEX = "runs-index";

    private LatestRuns() {}

    /** Of each of the commands at most so many, the newest first. */
    static Stream<Map<String, AttributeValue>> of(
            DynamoDbClient dynamoDb, String table, List<String> commands, int most) {
        return commands.stream().flatMap(command -> dynamoDb.query(request(table, command, most)).items().stream());
    }

    private static QueryRequest request(String table, String command, int most) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression("command_type = :command")
                .expressionAttributeValues(Map.of(":command", AttributeValue.fromS(command)))
                .scanIndexForward(false)
                .limit(most)
                .build();
    }
}
