package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Price;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Prices and limits, by the recorded price list of the embedded cloud. */
class CostIT {
    /** Of a p4d.24xlarge, an hour. */
    private static final Usd DEAR = Usd.parse("21.957642");

    private static final Duration SOON = Duration.ofSeconds(90);
    private final Cloud cloud = Cloud.get();

    @Test
    void aLimitWarnsThenEndsTheInstanceAndItsEndTellsWhatItCost() {
        // Given: half a dollar is 82 s of it
        String name = cloud.newName("dear");

        // When
        String id = cloud.accepted(
                "launch", name, "--instance-type", "p4d.24xlarge", "--ttl", "20m", "--cost-limit", "0.5");

        // Then: its price is known, from the launch on
        Heard launched = outcomeOf(id, "InstanceLaunched");
        Instant began = Instant.parse(launched.detail().string("at"));
        String instance = launched.detail().string("instanceId");
        Price price = Price.read(launched.detail().object("price"));
        assertThat(price.computePerHour()).isEqualTo(DEAR);
        assertThat(price.volumesPerHour()).isGreaterThan(Usd.ZERO);
        JsonObject ready = outcomeOf(id, "InstanceReady").detail();
        assertThat(ready.string("costLimit")).isEqualTo("0.50");
        assertThat(Price.read(ready.object("price"))).isEqualTo(price);
        assertThat(row(instance))
                .containsEntry("price_per_hour", AttributeValue.fromS("21.957642"))
                .containsEntry("cost_limit", AttributeValue.fromS("0.50"));

        // Then: it is warned of, and ended, long before its deadline
        Heard warning = about(instance, "CostWarning", Duration.ofMinutes(3));
        assertThat(Usd.parse(warning.detail().object("cost").string("compute"))).isGreaterThan(Usd.parse("0.44"));
        Heard ended = about(instance, "InstanceEnded", Duration.ofMinutes(3));
        assertThat(ended.detail().string("cause")).isEqualTo("cost");
        assertThat(ended.detail().string("reason")).startsWith("it has cost what its launch allowed: ");
        Usd compute = Usd.parse(ended.detail().object("cost").string("compute"));
        Usd volumes = Usd.parse(ended.detail().object("cost").string("volumes"));
        assertThat(compute.plus(volumes)).isBetween(Usd.parse("0.50"), Usd.parse("0.80"));
        assertThat(volumes).isGreaterThan(Usd.ZERO);
        assertThat(Duration.between(began, Instant.parse(ended.detail().string("endedAt"))))
                .isBetween(Duration.ofSeconds(70), Duration.ofSeconds(130));
        assertThat(cloud.tap.all(
                        heard -> heard.isAbout(instance) && heard.type().equals("CostWarning")))
                .hasSize(1);
    }

    @Test
    void aLimitWithoutAPriceIsRefused() {
        // When: the recorded list does not have it
        Heard rejected = outcomeOf(
                cloud.accepted(
                        "launch",
                        cloud.newName("unpriced"),
                        "--instance-type",
                        "m5.large",
                        "--ttl",
                        "10m",
                        "--cost-limit",
                        "5"),
                "LaunchRejected");

        // Then
        assertThat(rejected.detail().string("reason"))
                .startsWith("--cost-limit 5.00: the price of m5.large on on-demand is not known (unknown: on-demand"
                        + " m5.large in us-east-1: the price list has none in US dollars")
                .endsWith("or launch without a limit: the deadline ends it all the same");
    }

    @Test
    void withoutALimitAnUnknownPriceIsSaidAndHoldsNothingUp() {
        // Given
        String name = cloud.newName("unknown");

        // When
        Heard launched = outcomeOf(
                cloud.accepted("launch", name, "--instance-type", "m5.large", "--ttl", "10m"), "InstanceLaunched");

        // Then
        Price price = Price.read(launched.detail().object("price"));
        assertThat(price.computePerHour()).isNull();
        assertThat(price.source()).startsWith("unknown: on-demand m5.large in us-east-1");
        String instance = launched.detail().string("instanceId");
        about(instance, "InstanceReady", SOON);
        outcomeOf(cloud.accepted("terminate", name), "InstanceTerminated");
        assertThat(about(instance, "InstanceEnded", SOON).detail().has("cost")).isFalse();
    }

    private Heard outcomeOf(String id, String type) {
        return cloud.tap.await(
                type + " of " + id,
                SOON,
                heard -> heard.answers(id) && heard.type().equals(type));
    }

    private Heard about(String instance, String type, Duration patience) {
        return cloud.tap.await(
                type + " of " + instance,
                patience,
                heard -> heard.isAbout(instance) && heard.type().equals(type));
    }

    private Map<String, AttributeValue> row(String instance) {
        return cloud.tables
                .getItem(request -> request.tableName("spawn-instances")
                        .consistentRead(true)
                        .key(Map.of("instance_id", AttributeValue.fromS(instance))))
                .item();
    }
}
