package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link Profiles} keeps, the fake as well as the parameter store. */
abstract class ProfilesContract {
    /** With the profile {@code lab}, as {@code local/up} declares it: two secrets, the first ends in {@code /lab/token}. */
    protected abstract Profiles subject();

    @Test
    void tellsWhatWasDeclared() {
        assertThat(subject().named("lab")).hasValueSatisfying(lab -> {
            assertThat(lab.arn()).startsWith("arn:aws:iam::").contains(":instance-profile/");
            assertThat(lab.sessionManager()).isTrue();
            assertThat(lab.secrets()).hasSize(2).first().asString().endsWith(":parameter/lab/token");
        });
    }

    @Test
    void whatWasNotDeclaredIsNotThere() {
        assertThat(subject().named("nobody-has-declared-this")).isEmpty();
    }
}
