package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link Secrets} keeps, the fake as well as Parameter Store. */
public abstract class SecretsContract {
    abstract Secrets subject();

    /** A parameter with this in it; answers its name. */
    abstract String stored(String value, boolean encrypted);

    @Test
    void aSecureStringIsDecryptedAndSaysSo() {
        assertThat(subject().read(stored("s3cret\n", true))).contains(new Secrets.Secret("s3cret", true));
    }

    @Test
    void aPlainOneSaysSo() {
        assertThat(subject().read(stored("s3cret", false))).contains(new Secrets.Secret("s3cret", false));
    }

    @Test
    void whatIsNotThereIsNone() {
        assertThat(subject().read("/spawn/alerts/none")).isEmpty();
    }

    @Test
    void nobodyPrintsIt() {
        assertThat(subject().read(stored("s3cret", true)).orElseThrow().toString())
                .doesNotContain("s3cret");
    }
}
