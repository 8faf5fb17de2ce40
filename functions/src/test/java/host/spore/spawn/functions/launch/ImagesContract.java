package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link Images} keeps, the fake as well as the parameter store. */
abstract class ImagesContract {
    protected static final String KNOWN = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    protected abstract Images subject();

    @Test
    void namesTheNewestImage() {
        assertThat(subject().named(KNOWN))
                .hasValueSatisfying(image -> assertThat(image).matches("ami-[0-9a-f]{8,17}"));
    }

    @Test
    void aParameterThatIsNotThereNamesNone() {
        assertThat(subject().named("/aws/service/ami-amazon-linux-latest/no-such-distribution"))
                .isEmpty();
    }
}
