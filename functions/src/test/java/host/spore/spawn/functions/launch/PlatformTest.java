package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "t3.micro",
                "t3a.nano",
                "c7i.large",
                "m5.large",
                "g5.xlarge",
                "g4dn.xlarge",
                "g6e.xlarge",
                "p4d.24xlarge",
                "u7i-12tb.224xlarge",
                "i3.metal",
                "i3en.large",
                "hpc6a.48xlarge",
                "trn1.2xlarge",
                "inf2.xlarge"
            })
    void launchesIntelAndAmdOnNitro(String type) {
        assertThat(Platform.refusal(type)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t4g.micro",
                "c7g.large",
                "m6gd.large",
                "c7gn.large",
                "im4gn.large",
                "x2gd.large",
                "g5g.xlarge",
                "a1.large",
                "hpc7g.4xlarge",
                "is4gen.large"
            })
    void refusesArmBecauseItsAgentIsNotThere(String type) {
        assertThat(Platform.refusal(type))
                .hasValueSatisfying(reason ->
                        assertThat(reason).startsWith(type + ": ").contains("arm64", "for example c7i.large"));
    }

    @ParameterizedTest
    @CsvSource({"t2.micro, t3.micro", "m4.large, m7i.large", "t1.micro, t3.micro", "p3.2xlarge, c7i.2xlarge"})
    void refusesWhatIsNotOnNitroAndNamesAnother(String type, String instead) {
        assertThat(Platform.refusal(type))
                .hasValueSatisfying(reason -> assertThat(reason).contains("Nitro", "for example " + instead));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mac1.metal", "mac2-m2.metal"})
    void refusesMacs(String type) {
        assertThat(Platform.refusal(type)).isPresent();
    }
}
