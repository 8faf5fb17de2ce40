package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
    private static final Set<Architecture> INTEL = Set.of(Architecture.X86_64);
    private static final Set<Architecture> BOTH = Set.of(Architecture.values());

    private final FakeMachineTypes types = new FakeMachineTypes();

    @ParameterizedTest
    @ValueSource(strings = {"t3.micro", "c7i.large", "p4d.24xlarge", "i3.metal"})
    void launchesIntelAndAmdOnNitro(String type) {
        assertThat(Platform.refusal(types.named(type), INTEL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t4g.micro", "c7g.large", "a1.large"})
    void launchesArmWhereItsAgentIsDeployed(String type) {
        assertThat(Platform.refusal(types.named(type), BOTH)).isEmpty();
        assertThat(Platform.refusal(types.named(type), INTEL))
                .contains(type + ": this type is arm64, and this deployment has no agent for it; take an Intel or AMD"
                        + " type, for example c7i.large, or deploy one (mvn package -Parm64, then cdk deploy)");
    }

    @ParameterizedTest
    @CsvSource({"t2.micro, t3.micro", "m4.large, m7i.large", "t1.micro, t3.micro", "p3.2xlarge, c7i.2xlarge"})
    void refusesWhatIsNotOnNitroAndNamesAnother(String type, String instead) {
        assertThat(Platform.refusal(types.named(type), BOTH))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith(type + ": ")
                        .contains("Nitro")
                        .endsWith("for example " + instead));
    }

    @Test
    void refusesMacs() {
        assertThat(Platform.refusal(types.named("mac2.metal"), BOTH))
                .hasValueSatisfying(reason -> assertThat(reason).contains("dedicated host"));
    }
}
