package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link ImageVolumes} keeps, the fake as well as EC2. */
abstract class ImageVolumesContract {
    protected abstract ImageVolumes subject();

    /** An image that this cloud has. */
    protected abstract String image();

    @Test
    void tellsTheRootVolumeOfAnImageWithTypeAndSize() {
        assertThat(subject().of(image()))
                .hasValueSatisfying(volumes -> assertThat(volumes)
                        .filteredOn(ImageVolumes.Volume::isRoot)
                        .singleElement()
                        .satisfies(root -> {
                            assertThat(root.type()).isNotBlank();
                            assertThat(root.sizeGib()).isPositive();
                            assertThat(root.hasMore()).isFalse();
                        }));
    }

    @Test
    void saysTheSameAgain() {
        // Given
        ImageVolumes subject = subject();

        // When
        var first = subject.of(image());

        // Then
        assertThat(subject.of(image())).isEqualTo(first);
    }

    @Test
    void anImageThatIsNotThereIsEmpty() {
        assertThat(subject().of("ami-00000000000000000")).isEmpty();
    }
}
