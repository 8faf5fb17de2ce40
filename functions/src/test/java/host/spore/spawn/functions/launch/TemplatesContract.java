package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link Templates} keeps, the fake as well as EC2. */
abstract class TemplatesContract {
    protected abstract Templates subject();

    /**
     * A template with two versions, of which the first is the default one: a t3.small from ami-12345678; a t3.nano with
     * user data, whose instances get the tag team.
     *
     * @return its name
     */
    protected abstract String made();

    @Test
    void aVersionIsFoundByNameAndById() {
        // Given
        String name = made();

        // When
        Templates.Template found = subject().find(name, "1").orElseThrow();

        // Then
        assertThat(found.id()).startsWith("lt-");
        assertThat(found.version()).isEqualTo(1);
        assertThat(found.instanceType()).isEqualTo("t3.small");
        assertThat(found.imageId()).isEqualTo("ami-12345678");
        assertThat(found.fields()).containsExactlyInAnyOrder("ImageId", "InstanceType");
        assertThat(found.tagKeys()).isEmpty();
        assertThat(subject().find(found.id(), "1")).contains(found);
    }

    @Test
    void theDefaultOneAndTheLatestOneHaveNumbers() {
        // Given
        String name = made();

        // When, Then
        assertThat(subject().find(name, "$Default"))
                .map(Templates.Template::version)
                .contains(1L);
        assertThat(subject().find(name, "$Latest")).hasValueSatisfying(latest -> {
            assertThat(latest.version()).isEqualTo(2);
            assertThat(latest.fields()).containsExactlyInAnyOrder("InstanceType", "UserData", "TagSpecifications");
            assertThat(latest.tagKeys()).containsExactly("team");
        });
    }

    @Test
    void whatIsNotThereIsNotFound() {
        // Given
        String name = made();

        // When, Then
        assertThat(subject().find(name + "-2", "$Default")).isEmpty();
        assertThat(subject().find("lt-0123456789abcdef0", "$Default")).isEmpty();
        assertThat(subject().find(name, "9")).isEmpty();
    }
}
