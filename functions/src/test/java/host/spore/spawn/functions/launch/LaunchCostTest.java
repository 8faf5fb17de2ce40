package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Price;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.price.FakePrices;
import host.spore.spawn.functions.price.Item;
import host.spore.spawn.functions.price.Quote;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchCostTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Optional<List<ImageVolumes.Volume>> IMAGE =
            Optional.of(List.of(new ImageVolumes.Volume(true, "gp3", 8, false)));

    private final FakePrices prices = new FakePrices();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                // the launch | an hour of its volumes, of 0.08 (gp3) or 0.10 (gp2) a month, rounded up
                "§§                                                                     | 0.000877",
                "\"volumeSizeGib\":100                                                  | 0.010959",
                "\"volumeSizeGib\":100,\"volumeType\":\"gp2\"                             | 0.013699",
                "\"dataVolumes\":[{\"sizeGib\":500,\"type\":\"gp3\"},{\"sizeGib\":50,\"type\":\"gp2\"}] | 0.062522",
            })
    void everyVolumeIsCounted(String fields, String perHour) {
        assertThat(priced(launch(fields), IMAGE, null).volumesPerHour()).isEqualTo(Usd.parse(perHour));
    }

    @Test
    void theRoomForHibernationIsCounted() {
        assertThat(priced(launch(""), IMAGE, 4).volumesPerHour()).isEqualTo(Usd.parse("0.001316"));
    }

    @Test
    void withoutAZoneTheDearestCountsAndAfterTheLaunchEc2sChoice() {
        // Given
        JsonArray candidates = candidates("t3.micro", "spot", null);

        // When
        JsonObject candidate = decided(launch("\"spot\":true"), candidates, IMAGE);

        // Then
        assertThat(price(candidate, null)).isEqualTo("0.0042");
        assertThat(price(candidate, "us-east-1a")).isEqualTo("0.0031");
        assertThat(price(candidate, "us-east-1f")).isEqualTo("0.0042");
    }

    @Test
    void inAZoneItsOwnPriceCounts() {
        // When
        JsonObject candidate = decided(launch("\"spot\":true"), candidates("t3.micro", "spot", "us-east-1a"), IMAGE);

        // Then
        assertThat(price(candidate, null)).isEqualTo("0.0031");
    }

    @Test
    void aZoneWithoutAPriceIsUnknown() {
        // When
        LaunchCost.Priced priced = decide(
                launch("\"spot\":true,\"costLimit\":\"5\""), candidates("t3.micro", "spot", "us-east-1f"), IMAGE);

        // Then
        assertThat(refusal(priced)).contains("(unknown: a history, which has none in us-east-1f)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "io2 | 8  | true  | the image has a io2 volume with paid operations",
                "gp3 | '' | false | the image does not tell a volume's size",
                "io9 | 8  | false | no price for Volume[type=io9]",
            })
    void aVolumeWhosePriceIsNotKnownRefusesALimit(String type, String size, boolean hasMore, String reason) {
        // Given
        Optional<List<ImageVolumes.Volume>> image = Optional.of(
                List.of(new ImageVolumes.Volume(true, type, size.isEmpty() ? null : Integer.valueOf(size), hasMore)));

        // When
        LaunchCost.Priced priced =
                decide(launch("\"costLimit\":\"5\""), candidates("t3.micro", "on-demand", null), image);

        // Then
        assertThat(refusal(priced)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"0.36, true", "0.37, false"})
    void aLimitThatTheFirstMinuteReachesIsRefused(String limit, boolean refused) {
        // When: a minute of it costs 0.365961, and its volume 0.000015
        LaunchCost.Priced priced =
                decide(launch("\"costLimit\":\"" + limit + "\""), candidates("p4d.24xlarge", "on-demand", null), IMAGE);

        // Then
        assertThat(priced instanceof LaunchCost.Priced.Refused).isEqualTo(refused);
        if (refused) {
            assertThat(refusal(priced))
                    .isEqualTo("--cost-limit 0.36: the first minute of p4d.24xlarge on on-demand, the least that EC2"
                            + " bills, costs 0.365976 USD: computing 0.365961, volumes 0.000015; allow more, or take a"
                            + " smaller one");
        }
    }

    @Test
    void oneCandidateWithoutAPriceRefusesThemAll() {
        // Given
        JsonArray candidates = new JsonArray(List.<Json>of(
                candidates("t3.micro", "on-demand", null).items().getFirst(),
                candidates("x9.huge", "on-demand", null).items().getFirst()));

        // When
        LaunchCost.Priced priced = decide(launch("\"costLimit\":\"5\""), candidates, IMAGE);

        // Then
        assertThat(refusal(priced)).contains("the price of x9.huge on on-demand is not known");
    }

    private Price priced(
            LaunchInstance command, Optional<List<ImageVolumes.Volume>> image, @Nullable Integer hibernationGib) {
        List<LaunchCost.Wanted> wanted =
                wanted(command, candidates("t3.micro", "on-demand", null), image, hibernationGib);
        return LaunchCost.priceIn(first(LaunchCost.decide(command, wanted, quotes(wanted), NOW)), null)
                .orElseThrow();
    }

    private JsonObject decided(
            LaunchInstance command, JsonArray candidates, Optional<List<ImageVolumes.Volume>> image) {
        return first(decide(command, candidates, image));
    }

    private LaunchCost.Priced decide(
            LaunchInstance command, JsonArray candidates, Optional<List<ImageVolumes.Volume>> image) {
        List<LaunchCost.Wanted> wanted = wanted(command, candidates, image, null);
        return LaunchCost.decide(command, wanted, quotes(wanted), NOW);
    }

    private static List<LaunchCost.Wanted> wanted(
            LaunchInstance command,
            JsonArray candidates,
            Optional<List<ImageVolumes.Volume>> image,
            @Nullable Integer hibernationGib) {
        return candidates.items().stream()
                .map(candidate -> new LaunchCost.Wanted(
                        (JsonObject) candidate, LaunchCost.volumes(command, image, hibernationGib)))
                .toList();
    }

    private Map<Item, Quote> quotes(List<LaunchCost.Wanted> wanted) {
        Map<Item, Quote> quotes = new LinkedHashMap<>();
        LaunchCost.items(wanted).forEach(item -> quotes.put(item, prices.of(item)));
        return quotes;
    }

    private static JsonObject first(LaunchCost.Priced priced) {
        return (JsonObject)
                ((LaunchCost.Priced.All) priced).candidates().items().getFirst();
    }

    private static String refusal(LaunchCost.Priced priced) {
        return ((LaunchCost.Priced.Refused) priced).reason();
    }

    private static String price(JsonObject candidate, @Nullable String zone) {
        return String.valueOf(LaunchCost.priceIn(candidate, zone).orElseThrow().computePerHour());
    }

    private static JsonArray candidates(String type, String market, @Nullable String zone) {
        return new JsonArray(List.<Json>of(JsonObject.builder()
                .put("instanceType", type)
                .put("market", market)
                .put("zone", zone)
                .build()));
    }

    private static LaunchInstance launch(String fields) {
        return (LaunchInstance) Language.command(
                        "LaunchInstance", JsonObject.parse("""
                {"version":1,"id":"c1","at":"2026-11-23T12:00:00Z","name":"demo","owner":"ann",
                 "instanceType":"t3.micro"%s}""".formatted(fields.isEmpty() ? "" : "," + fields)))
                .orElseThrow();
    }
}
