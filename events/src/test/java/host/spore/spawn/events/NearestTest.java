package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("etl", "prepare_data", "timeout", "retry");

    @ParameterizedTest
    @CsvSource({"elt, etl", "prepare-data, prepare_data", "timout, timeout", "rtery, retry", "retrys, retry", "etl, etl"
    })
    void aTypingErrorFindsTheWordItStartedAs(String typed, String meant) {
        assertThat(Nearest.to(typed, KNOWN)).contains(meant);
    }

    @Test
    void aFarFetchedSuggestionIsNotMade() {
        assertThat(Nearest.to("whatever", KNOWN)).isEqualTo(Optional.empty());
        assertThat(Nearest.to("e", KNOWN)).isEmpty();
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }
}
