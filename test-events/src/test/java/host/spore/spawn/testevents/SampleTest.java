package host.spore.spawn.testevents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleTest {
    static Stream<Sample> samples() {
        return Sample.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsClaimedByARuleOrDeclaredToBeNobodys(Sample sample) {
        boolean claimed = Sample.ruleNames().stream().anyMatch(sample::belongsTo);

        assertThat(claimed).isNotEqualTo(sample.belongsTo("(none)"));
    }

    @Test
    void everyIdIsItsOwn() {
        assertThat(Sample.all().stream().map(sample -> sample.event().string("id")))
                .doesNotHaveDuplicates();
    }
}
