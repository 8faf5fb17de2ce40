package host.spore.spawn.functions.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Web} keeps, the fake as well as the real one. */
public abstract class WebContract {
    protected abstract Web subject();

    /** An endpoint that answers so. */
    protected abstract URI answering(int status, String body);

    /** What the last endpoint was sent. */
    protected abstract Sent sent();

    /** Where nobody listens. */
    protected abstract URI silent();

    /** A request that arrived. */
    public record Sent(Map<String, String> headers, String body) {}

    @Test
    void whatIsPostedArrivesAsItIs() {
        // Given
        URI url = answering(200, "ok");

        // When
        Web.Answer answer = subject().post(url, Map.of("X-Spawn-Id", "a"), "{\"title\":\"ü\"}");

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Web.Answer.Replied.class,
                        replied -> assertThat(replied.status()).isEqualTo(200));
        assertThat(sent().body()).isEqualTo("{\"title\":\"ü\"}");
        assertThat(sent().headers()).containsEntry("X-Spawn-Id", "a");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 503})
    void anAnswerIsAnAnswerWhateverItSays(int status) {
        assertThat(subject().post(answering(status, "no\nway"), Map.of(), "{}"))
                .isInstanceOfSatisfying(Web.Answer.Replied.class, replied -> {
                    assertThat(replied.status()).isEqualTo(status);
                    assertThat(replied.beginning()).doesNotContain("\n");
                });
    }

    @Test
    void whereNobodyListensItIsNotReached() {
        assertThatThrownBy(() -> subject().post(silent(), Map.of(), "{}")).isInstanceOf(NotReachedException.class);
    }

    @Test
    void elsewhereThanByHttpsNothingIsSent() {
        assertThat(subject().post(URI.create("http://example.org/alerts"), Map.of(), "{}"))
                .isInstanceOf(Web.Answer.NotAllowed.class);
    }
}
