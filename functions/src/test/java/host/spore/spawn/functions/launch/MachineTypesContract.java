package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import host.spore.spawn.functions.launch.MachineTypes.MachineType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link MachineTypes} tells, the fake as well as EC2: of types that will be there for years. */
abstract class MachineTypesContract {
    protected abstract MachineTypes subject();

    @Test
    void aTypeIsToldByItsName() {
        assertThat(subject().matching(List.of("t3.micro")))
                .containsExactly(
                        new MachineType("t3.micro", Architecture.X86_64, true, true, false, true, true, 2, 1_024));
    }

    @Test
    void namesAndPatternsAreAskedForTogetherAndToldByName() {
        // When
        List<MachineType> found = subject().matching(List.of("t3.micro", "c7i.*", "q9.large"));

        // Then
        assertThat(found)
                .extracting(MachineType::name)
                .contains("t3.micro", "c7i.large", "c7i.xlarge", "c7i.metal-24xl")
                .allMatch(name -> name.equals("t3.micro") || name.startsWith("c7i."))
                .isSorted();
    }

    @Test
    void whatThereIsNotIsNoError() {
        assertThat(subject().matching(List.of("q9.large", "q9*.*"))).isEmpty();
    }

    @Test
    void theirDifferencesAreTold() {
        // When
        List<MachineType> found =
                subject().matching(List.of("c7g.large", "m4.large", "c7i.metal-24xl", "mac2.metal", "c7i.large"));

        // Then
        assertThat(found)
                .extracting(
                        MachineType::name,
                        MachineType::architecture,
                        MachineType::current,
                        MachineType::nitro,
                        MachineType::metal)
                .containsExactly(
                        tuple("c7g.large", Architecture.ARM64, true, true, false),
                        tuple("c7i.large", Architecture.X86_64, true, true, false),
                        tuple("c7i.metal-24xl", Architecture.X86_64, true, true, true),
                        tuple("m4.large", Architecture.X86_64, false, false, false),
                        tuple("mac2.metal", null, true, true, true));
    }
}
