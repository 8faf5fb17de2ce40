package host.spore.spawn.functions.price;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import software.amazon.awssdk.services.ec2.paginators.DescribeSpotPriceHistoryIterable;
import software.amazon.awssdk.services.pricing.model.Filter;

class AwsPricesTest extends PricesContract {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final RecordedPricing pricing = new RecordedPricing(RecordedPricing.recorded());
    private final History history = new History();

    @Override
    protected Prices prices() {
        return new AwsPrices(pricing, history, "us-east-1", InstantSource.fixed(NOW));
    }

    @Test
    void asksForLinuxOnSharedHardwareThatNobodyHasReserved() {
        // When
        prices().of(new Item.OnDemand("t3.micro"));

        // Then
        assertThat(pricing.requests.getFirst().filters().stream()
                        .collect(Collectors.toMap(Filter::field, Filter::value)))
                .isEqualTo(Map.of(
                        "instanceType", "t3.micro",
                        "operatingSystem", "Linux",
                        "tenancy", "Shared",
                        "preInstalledSw", "NA",
                        "capacitystatus", "Used",
                        "regionCode", "us-east-1"));
    }

    @Test
    void asksForTheSpotPriceOfNow() {
        // When
        prices().of(new Item.Spot("t3.micro"));

        // Then
        DescribeSpotPriceHistoryRequest asked = history.requests.getFirst();
        assertThat(asked.startTime()).isEqualTo(NOW);
        assertThat(asked.productDescriptions()).containsExactly("Linux/UNIX");
    }

    @Test
    void ofEachZoneTheLatestPriceCounts() {
        assertThat(prices().of(new Item.Spot("t3.micro")))
                .isEqualTo(new Quote.Known(
                        Usd.parse("0.0042"),
                        Map.of("us-east-1a", Usd.parse("0.0031"), "us-east-1b", Usd.parse("0.0042")),
                        "spot t3.micro in us-east-1 by EC2's price history",
                        NOW));
    }

    @Test
    void productsThatDisagreeHaveNoPrice() {
        // Given
        List<JsonObject> products = new ArrayList<>(RecordedPricing.recorded());
        products.add(JsonObject.parse(RecordedPricing.recorded().stream()
                .filter(product -> product.toString().contains("BoxUsage:c7i.large"))
                .findFirst()
                .orElseThrow()
                .toString()
                .replace("0.0892500000", "0.0900000000")));
        Prices prices = new AwsPrices(new RecordedPricing(products), history, "us-east-1", InstantSource.fixed(NOW));

        // When
        Quote quote = prices.of(new Item.OnDemand("c7i.large"));

        // Then
        assertThat(quote)
                .isEqualTo(new Quote.Unknown(
                        "on-demand c7i.large in us-east-1: the price list has several prices: [0.08925, 0.09]"));
    }

    @Test
    void aPriceInAnotherCurrencyIsNoneOfOurs() {
        // Given
        List<JsonObject> products = List.of(JsonObject.parse(
                RecordedPricing.recorded().getFirst().toString().replace("\"USD\"", "\"CNY\"")));

        // When
        Quote quote = new AwsPrices(new RecordedPricing(products), history, "us-east-1", InstantSource.fixed(NOW))
                .of(new Item.OnDemand("t3.nano"));

        // Then
        assertThat(quote)
                .isEqualTo(new Quote.Unknown("on-demand t3.nano in us-east-1: the price list has none in US dollars"));
    }

    @Test
    void anAnswerOfAnotherShapeIsUnknownAndNotZero() {
        // Given
        List<JsonObject> products = List.of(JsonObject.parse(
                RecordedPricing.recorded().getFirst().toString().replace("priceDimensions", "dimensions")));

        // When
        Quote quote = new AwsPrices(new RecordedPricing(products), history, "us-east-1", InstantSource.fixed(NOW))
                .of(new Item.OnDemand("t3.nano"));

        // Then
        assertThat(quote)
                .isEqualTo(new Quote.Unknown("on-demand t3.nano in us-east-1: a product of the price list is not as"
                        + " documented: /priceDimensions: missing, expected an object"));
    }

    /** A history with an older price among the others. */
    private static final class History implements Ec2Client {
        final List<DescribeSpotPriceHistoryRequest> requests = new ArrayList<>();

        @Override
        public DescribeSpotPriceHistoryResponse describeSpotPriceHistory(DescribeSpotPriceHistoryRequest request) {
            requests.add(request);
            List<SpotPrice> prices = request.instanceTypesAsStrings().contains("t3.micro")
                    ? List.of(
                            price("us-east-1b", "0.004200", 100),
                            price("us-east-1b", "0.009900", 9_000),
                            price("us-east-1a", "0.003100", 200))
                    : List.of();
            return DescribeSpotPriceHistoryResponse.builder()
                    .spotPriceHistory(prices)
                    .nextToken("")
                    .build();
        }

        @Override
        public DescribeSpotPriceHistoryIterable describeSpotPriceHistoryPaginator(
                DescribeSpotPriceHistoryRequest request) {
            return new DescribeSpotPriceHistoryIterable(this, request);
        }

        private static SpotPrice price(String zone, String usd, long secondsAgo) {
            return SpotPrice.builder()
                    .availabilityZone(zone)
                    .spotPrice(usd)
                    .timestamp(NOW.minusSeconds(secondsAgo))
                    .build();
        }

        @Override
        public String serviceName() {
            return "ec2";
        }

        @Override
        public void close() {}
    }
}
