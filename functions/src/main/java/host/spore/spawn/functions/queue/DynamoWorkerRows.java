package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.queue.Items.integer;
import static host.spore.spawn.functions.queue.Items.number;
import static host.spore.spawn.functions.queue.Items.required;
import static host.spore.spawn.functions.queue.Items.text;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link WorkerRows} in DynamoDB. */
final class DynamoWorkerRows implements WorkerRows {
    private static final String ON_DEMAND = "on_demand";
    private static final String ASKED = "asked";
    private static final String HOW = "how";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoWorkerRows(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Worker begin(String runId, Worker worker, Instant expiresAt) {
        Worker stands = worker;
        try {
            dynamoDb.putItem(workerRequest(runId, worker, expiresAt));
        } catch (ConditionalCheckFailedException begun) {
            stands = worker(begun.item());
        }
        try {
            dynamoDb.putItem(launchRequest(runId, worker.post(), expiresAt));
        } catch (ConditionalCheckFailedException there) {
            // A name is of one run, slot and number, so it says the same.
        }
        return stands;
    }

    @Override
    public Optional<Place> find(Name name) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .consistentRead(true)
                        .key(Items.key(QueueKeys.launchOf(name.value()), QueueKeys.RUN)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(new Place(required(item, QueueKeys.RUN), post(item)));
    }

    @Override
    public List<Worker> all(String runId) {
        return dynamoDb.queryPaginator(allRequest(runId)).items().stream()
                .map(DynamoWorkerRows::worker)
                .sorted(Comparator.comparingInt((Worker worker) -> worker.post().slot())
                        .thenComparingInt(worker -> worker.post().number()))
                .toList();
    }

    @Override
    public void note(String runId, Post post, WorkerNews news) {
        try {
            dynamoDb.updateItem(noteRequest(runId, post, news));
        } catch (ConditionalCheckFailedException moreIsKnown) {
            // As the port says.
        }
    }

    PutItemRequest workerRequest(String runId, Worker worker, Instant expiresAt) {
        Map<String, AttributeValue> item =
                new LinkedHashMap<>(Items.key(runId, worker.post().item()));
        item.putAll(of(worker.post()));
        item.put(QueueKeys.COMMAND_ID, text(worker.commandId()));
        item.put(ON_DEMAND, AttributeValue.fromBool(worker.onDemand()));
        item.put(QueueKeys.STATUS, text(WorkerStatus.LAUNCHING.wire()));
        return begun(item, expiresAt);
    }

    PutItemRequest launchRequest(String runId, Post post, Instant expiresAt) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(
                Items.key(QueueKeys.launchOf(post.name(runId).value()), QueueKeys.RUN));
        item.putAll(of(post));
        item.put(QueueKeys.RUN, text(runId));
        return begun(item, expiresAt);
    }

    private PutItemRequest begun(Map<String, AttributeValue> item, Instant expiresAt) {
        item.put(QueueKeys.EXPIRES_AT, Items.seconds(expiresAt));
        return PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(run_id)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    QueryRequest allRequest(String runId) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("run_id = :run AND begins_with(#item, :workers)")
                .expressionAttributeNames(Map.of("#item", QueueKeys.ITEM))
                .expressionAttributeValues(Map.of(":run", text(runId), ":workers", text(QueueKeys.WORKERS)))
                .build();
    }

    UpdateItemRequest noteRequest(String runId, Post post, WorkerNews news) {
        UpdateItemRequest.Builder request =
                UpdateItemRequest.builder().tableName(table).key(Items.key(runId, post.item()));
        return switch (news) {
            case WorkerNews.Asked asked ->
                request.updateExpression("SET asked = :yes")
                        .conditionExpression("attribute_exists(run_id)")
                        .expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true)))
                        .build();
            case WorkerNews.Delayed(int round, String reason) ->
                request.updateExpression("SET reason = :reason, #round = :round")
                        .conditionExpression(
                                "#status = :launching AND (attribute_not_exists(#round) OR #round < :round)")
                        .expressionAttributeNames(Map.of("#status", QueueKeys.STATUS, "#round", "round"))
                        .expressionAttributeValues(Map.of(
                                ":launching", text(WorkerStatus.LAUNCHING.wire()),
                                ":reason", text(reason),
                                ":round", number(round)))
                        .build();
            case WorkerNews.Ready(InstanceId instance) ->
                request.updateExpression("SET #status = :live, instance_id = :instance REMOVE reason")
                        .conditionExpression("#status = :launching")
                        .expressionAttributeNames(Map.of("#status", QueueKeys.STATUS))
                        .expressionAttributeValues(Map.of(
                                ":launching", text(WorkerStatus.LAUNCHING.wire()),
                                ":live", text(WorkerStatus.LIVE.wire()),
                                ":instance", text(instance.value())))
                        .build();
            case WorkerNews.Ended(WorkerEnd how, String reason, Instant at) ->
                request.updateExpression("SET #status = :ended, how = :how, reason = :reason, ended_at = :at")
                        .conditionExpression("attribute_exists(run_id) AND (#status <> :ended OR how < :how)")
                        .expressionAttributeNames(Map.of("#status", QueueKeys.STATUS))
                        .expressionAttributeValues(Map.of(
                                ":ended", text(WorkerStatus.ENDED.wire()),
                                ":how", number(how.rank()),
                                ":reason", text(reason),
                                ":at", text(at.toString())))
                        .build();
        };
    }

    private static Map<String, AttributeValue> of(Post post) {
        return Map.of(QueueKeys.SLOT, number(post.slot()), QueueKeys.NUMBER, number(post.number()));
    }

    private static Post post(Map<String, AttributeValue> item) {
        return new Post(integer(item, QueueKeys.SLOT), integer(item, QueueKeys.NUMBER));
    }

    private static Worker worker(Map<String, AttributeValue> item) {
        return new Worker(
                post(item),
                required(item, QueueKeys.COMMAND_ID),
                Items.isTrue(item, ON_DEMAND),
                Items.isTrue(item, ASKED),
                WorkerStatus.parse(required(item, QueueKeys.STATUS)),
                Attributes.text(item, QueueKeys.INSTANCE_ID).map(InstanceId::new),
                number(item, HOW).map(rank -> WorkerEnd.of(Math.toIntExact(rank))),
                Attributes.text(item, QueueKeys.REASON),
                Attributes.text(item, QueueKeys.ENDED_AT).map(Instant::parse));
    }
}
