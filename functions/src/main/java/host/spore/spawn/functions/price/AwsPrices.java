package host.spore.spawn.functions.price;

import host.spore.spawn.events.Usd;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;

/** {@link Prices} of the Pricing API, and of EC2 for the spot market. */
public final class AwsPrices implements Prices {
    private static final String SERVICE = "AmazonEC2";

    private final PricingClient pricing;
    private final Ec2Client ec2;
    private final String region;
    private final InstantSource clock;

    /** @param region whose prices: that of the clients is another, since the Pricing API is in few regions */
    public AwsPrices(PricingClient pricing, Ec2Client ec2, String region, InstantSource clock) {
        this.pricing = pricing;
        this.ec2 = ec2;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public Quote of(Item item) {
        return switch (item) {
            case Item.OnDemand(String type) ->
                listed(
                        "on-demand " + type,
                        "Hrs",
                        Map.of(
                                "instanceType",
                                type,
                                "operatingSystem",
                                "Linux",
                                "tenancy",
                                "Shared",
                                "preInstalledSw",
                                "NA",
                                // A capacity reservation's hours are products of their own.
                                "capacitystatus",
                                "Used"));
            case Item.Volume(String type) ->
                listed(type + " volumes", "GB-Mo", Map.of("productFamily", "Storage", "volumeApiName", type));
            case Item.Spot(String type) -> spot(type);
        };
    }

    private Quote listed(String what, String unit, Map<String, String> attributes) {
        Map<String, String> all = new LinkedHashMap<>(attributes);
        all.put("regionCode", region);
        List<Filter> filters = all.entrySet().stream()
                .map(attribute -> Filter.builder()
                        .type(FilterType.TERM_MATCH)
                        .field(attribute.getKey())
                        .value(attribute.getValue())
                        .build())
                .toList();
        List<String> products = pricing
                .getProductsPaginator(request ->
                        request.serviceCode(SERVICE).formatVersion("aws_v1").filters(filters))
                .stream()
                .flatMap(page -> page.priceList().stream())
                .toList();
        String place = what + " in " + region;
        return switch (PriceList.read(products, unit)) {
            case PriceList.Read.One(Usd usd) ->
                new Quote.Known(usd, Map.of(), place + " by the Pricing API", clock.instant());
            case PriceList.Read.None(String reason) -> new Quote.Unknown(place + ": " + reason);
        };
    }

    /**
     * What began by now and has not been replaced: one price for each zone.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html">start and
     *     end at the current time: the current price</a>
     */
    private Quote spot(String type) {
        Instant now = clock.instant();
        Map<String, SpotPrice> latest = new LinkedHashMap<>();
        ec2.describeSpotPriceHistoryPaginator(DescribeSpotPriceHistoryRequest.builder()
                        .instanceTypesWithStrings(type)
                        .productDescriptions("Linux/UNIX")
                        .startTime(now)
                        .endTime(now)
                        .build())
                .spotPriceHistory()
                .forEach(price -> latest.merge(
                        price.availabilityZone(),
                        price,
                        (one, other) -> one.timestamp().isBefore(other.timestamp()) ? other : one));
        Map<String, Usd> zones = new LinkedHashMap<>();
        latest.forEach((zone, price) -> zones.put(zone, Usd.parse(price.spotPrice())));
        String place = "spot " + type + " in " + region;
        return zones.values().stream()
                .max(Comparator.naturalOrder())
                .<Quote>map(dearest -> new Quote.Known(dearest, zones, place + " by EC2's price history", now))
                .orElse(new Quote.Unknown(place + ": EC2's price history has none"));
    }
}
