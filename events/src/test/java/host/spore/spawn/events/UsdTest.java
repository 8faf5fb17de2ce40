package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsdTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.00",
        "20, 20000000, 20.00",
        "2.5, 2500000, 2.50",
        "0.0104000000, 10400, 0.0104",
        "21.957642, 21957642, 21.957642",
        // finer than a millionth: up, never down
        "0.0000001, 1, 0.000001",
        "0.1000001, 100001, 0.100001",
    })
    void isReadExactlyAndShownWithItsCents(String text, long micros, String shown) {
        assertThat(Usd.parse(text)).isEqualTo(new Usd(micros));
        assertThat(new Usd(micros)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "1,5", ".5", "1.", "$5", "1234567890", "1.5 "})
    void whatIsNoAmountIsRefused(String text) {
        assertThatThrownBy(() -> Usd.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("US dollars, for example 0.0104");
    }

    @Property
    void whatIsShownReadsAsTheSame(@ForAll @LongRange(max = 999_999_999_999_999L) long micros) {
        assertThat(Usd.parse(new Usd(micros).toString())).isEqualTo(new Usd(micros));
    }
}
