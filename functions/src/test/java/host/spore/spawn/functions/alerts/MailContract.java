package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What every {@link Mail} keeps, the fake as well as SES. */
public abstract class MailContract {
    private static final Mail.Letter LETTER = new Mail.Letter("spawn: demo – ready", "text\n", "<p>html</p>");

    abstract Mail subject();

    /** An address that may be sent from. */
    abstract String verified();

    abstract Mail.Letter received(String id);

    @Test
    void aLetterArrivesInBothForms() {
        // When
        String id = subject().send(verified(), "ada@example.org", LETTER);

        // Then
        assertThat(received(id)).isEqualTo(LETTER);
    }

    @Test
    void nobodySendsFromAnAddressThatIsNotOurs() {
        assertThatThrownBy(() -> subject().send("nobody@unverified.example.org", "ada@example.org", LETTER))
                .isInstanceOf(NotTakenException.class)
                .hasMessageContaining("verified");
    }
}
