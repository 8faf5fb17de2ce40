package host.spore.spawn.functions.availability;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * {@link Standings} in DynamoDB. A call that does not answer is cut off after two seconds, retries included: a launch
 * waits for it.
 */
public final class DynamoStandings implements Standings {
    private static final String KEY = "offer";
    private static final String VERSION = "version";

    /** After the last change; by then hardly anything is left of the counts. */
    private static final Duration KEPT = Duration.ofDays(7);

    /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
    private static final int BATCH = 100;

    private static final AwsRequestOverrideConfiguration SHORT = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofSeconds(2))
            .build();

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoStandings(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Map<Offer, Standing> read(Collection<Offer> offers) {
        List<Offer> all = offers.stream().distinct().toList();
        Map<String, Map<String, AttributeValue>> items = new HashMap<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            // What DynamoDB leaves unprocessed is as good as unknown: it orders nothing, and a write that is based on
            // it
            // fails by its condition.
            dynamoDb.batchGetItem(readRequest(all.subList(from, Math.min(all.size(), from + BATCH))))
                    .responses()
                    .getOrDefault(table, List.of())
                    .forEach(item -> items.put(text(item, KEY), item));
        }
        Map<Offer, Standing> standings = new LinkedHashMap<>();
        all.forEach(offer -> {
            Map<String, AttributeValue> item = items.get(offer.key());
            standings.put(offer, item == null ? Standing.unknown(offer) : standing(offer, item));
        });
        return standings;
    }

    @Override
    public boolean write(Standing next) {
        try {
            dynamoDb.putItem(writeRequest(next));
            return true;
        } catch (ConditionalCheckFailedException anotherCameBetween) {
            return false;
        }
    }

    @Override
    public List<Standing> all(int most) {
        // A scan: there is a row for each offer that was tried in the last days, some hundreds at most.
        return dynamoDb.scanPaginator(request -> request.tableName(table)).items().stream()
                .limit(most)
                .map(item -> standing(Offer.parse(text(item, KEY)), item))
                .toList();
    }

    private BatchGetItemRequest readRequest(List<Offer> offers) {
        return BatchGetItemRequest.builder()
                .requestItems(Map.of(
                        table,
                        KeysAndAttributes.builder()
                                .consistentRead(true)
                                .keys(offers.stream()
                                        .map(offer -> Map.of(KEY, AttributeValue.fromS(offer.key())))
                                        .toList())
                                .build()))
                .overrideConfiguration(SHORT)
                .build();
    }

    PutItemRequest writeRequest(Standing next) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put(KEY, AttributeValue.fromS(next.offer().key()));
        item.put(VERSION, number(next.version()));
        item.put("successes", decimal(next.successes()));
        item.put("shortages", decimal(next.shortages()));
        item.put("counted_at", instant(next.countedAt()));
        item.put("in_a_row", number(next.inARow()));
        if (next.lastSuccessAt() != null) {
            item.put("last_success_at", instant(next.lastSuccessAt()));
        }
        if (next.lastShortageAt() != null) {
            item.put("last_shortage_at", instant(next.lastShortageAt()));
        }
        item.put(
                "attempts",
                AttributeValue.fromL(
                        next.attempts().stream().map(AttributeValue::fromS).toList()));
        Map<String, AttributeValue> interruptions = new LinkedHashMap<>();
        next.interruptions().forEach((instance, at) -> interruptions.put(instance, instant(at)));
        item.put("interruptions", AttributeValue.fromM(interruptions));
        item.put("expires_at_epoch_seconds", number(newest(next).plus(KEPT).getEpochSecond()));
        PutItemRequest.Builder request =
                PutItemRequest.builder().tableName(table).item(item);
        if (next.version() == 1) {
            request.conditionExpression("attribute_not_exists(" + KEY + ")");
        } else {
            request.conditionExpression("#version = :read")
                    .expressionAttributeNames(Map.of("#version", VERSION))
                    .expressionAttributeValues(Map.of(":read", number(next.version() - 1)));
        }
        return request.overrideConfiguration(SHORT).build();
    }

    private static Instant newest(Standing standing) {
        List<Instant> known = new ArrayList<>(standing.interruptions().values());
        known.add(standing.countedAt());
        return known.stream().max(Instant::compareTo).orElse(standing.countedAt());
    }

    private static Standing standing(Offer offer, Map<String, AttributeValue> item) {
        Map<String, Instant> interruptions = new LinkedHashMap<>();
        value(item, "interruptions").m().forEach((instance, at) -> interruptions.put(instance, Instant.parse(at.s())));
        return new Standing(
                offer,
                Long.parseLong(value(item, VERSION).n()),
                Double.parseDouble(value(item, "successes").n()),
                Double.parseDouble(value(item, "shortages").n()),
                Instant.parse(text(item, "counted_at")),
                Integer.parseInt(value(item, "in_a_row").n()),
                optional(item, "last_success_at"),
                optional(item, "last_shortage_at"),
                value(item, "attempts").l().stream().map(AttributeValue::s).toList(),
                interruptions);
    }

    private static @Nullable Instant optional(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : Instant.parse(value.s());
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return value(item, name).s();
    }

    private static AttributeValue value(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("a standing without " + name);
        }
        return value;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** DynamoDB keeps 38 digits; a thousandth of an attempt is precise enough for anybody. */
    private static AttributeValue decimal(double value) {
        return AttributeValue.fromN(
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).toPlainString());
    }

    private static AttributeValue instant(Instant at) {
        return AttributeValue.fromS(at.toString());
    }
}
