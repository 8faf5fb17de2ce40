package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ImageArchitectures} tells, the fake as well as EC2. */
abstract class ImageArchitecturesContract {
    protected abstract ImageArchitectures subject();

    /** The id of an image for this architecture. */
    protected abstract String imageFor(Architecture architecture);

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void anImageIsForItsArchitecture(Architecture architecture) {
        assertThat(subject().of(imageFor(architecture))).contains(architecture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ami-00000000000000000", "ami-00000000"})
    void anImageThatNobodyKnowsIsNoError(String imageId) {
        assertThat(subject().of(imageId)).isEmpty();
    }
}
