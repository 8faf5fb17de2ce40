package host.spore.spawn.functions.price;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Usd;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Prices} promises, over the prices of {@code prices/products.json}. */
public abstract class PricesContract {
    protected abstract Prices prices();

    @ParameterizedTest
    @CsvSource({"t3.micro, 0.0104", "c7i.large, 0.08925", "p4d.24xlarge, 21.957642"})
    void knowsWhatAnHourOfLinuxOnSharedHardwareCosts(String type, String usd) {
        assertThat(prices().of(new Item.OnDemand(type))).isInstanceOfSatisfying(Quote.Known.class, known -> {
            assertThat(known.usd()).isEqualTo(Usd.parse(usd));
            assertThat(known.in("us-east-1f")).contains(Usd.parse(usd));
            assertThat(known.source()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource({"gp3, 0.08", "gp2, 0.10"})
    void knowsWhatAMonthOfAGibCosts(String type, String usd) {
        assertThat(prices().of(new Item.Volume(type)))
                .isInstanceOfSatisfying(
                        Quote.Known.class, known -> assertThat(known.usd()).isEqualTo(Usd.parse(usd)));
    }

    @Test
    void knowsTheSpotMarketsZonesAndTheDearestOfThem() {
        assertThat(prices().of(new Item.Spot("t3.micro"))).isInstanceOfSatisfying(Quote.Known.class, known -> {
            assertThat(known.zones()).containsOnlyKeys("us-east-1a", "us-east-1b");
            assertThat(known.zones().values()).doesNotHaveDuplicates();
            assertThat(known.in(null)).contains(known.usd());
            assertThat(known.usd())
                    .isEqualTo(
                            known.zones().values().stream().max(Usd::compareTo).orElseThrow());
            assertThat(known.in("us-east-1f")).isEmpty();
        });
    }

    @Test
    void whatHasNoPriceIsUnknownWithAReason() {
        Map.of(
                        new Item.OnDemand("x9.huge"), "x9.huge",
                        new Item.Spot("x9.huge"), "x9.huge",
                        new Item.Volume("io9"), "io9")
                .forEach((item, named) -> assertThat(prices().of(item))
                        .isInstanceOfSatisfying(
                                Quote.Unknown.class,
                                unknown -> assertThat(unknown.reason()).contains(named)));
    }
}
