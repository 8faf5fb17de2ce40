package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
    private final Patience patience = new Patience(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(5));
    private final AtomicInteger tries = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"0,1", "1,2", "2,4", "3,4", "1000,4"})
    void pausesGrowUpToTheirBound(int failed, long millis) {
        assertThat(patience.bound(failed)).isEqualTo(millis * 1_000_000);
    }

    @Test
    void triesAgainWhatIsNotKnownToBeHopeless() throws Exception {
        String answer = patience.with(
                () -> {
                    switch (tries.incrementAndGet()) {
                        case 1 -> throw new IOException("lost");
                        case 2 -> throw refusal(500, "InternalServerError");
                        case 3 -> throw refusal(400, "WhoKnowsException");
                        default -> {
                            return "done";
                        }
                    }
                },
                () -> true);

        assertThat(answer).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken", "InvalidOutput", "com.amazonaws#TaskTimedOut"})
    void whatIsHopelessIsTriedOnce(String type) {
        assertThatThrownBy(() -> patience.with(
                        () -> {
                            tries.incrementAndGet();
                            throw refusal(400, type);
                        },
                        () -> true))
                .isInstanceOf(AwsRefusal.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void endsWhenItIsNotWorthAnotherTryAndWhenItsTimeIsOver() {
        Patience.Attempt<String> never = () -> {
            tries.incrementAndGet();
            throw new IOException("lost");
        };
        assertThatThrownBy(() -> patience.with(never, () -> tries.get() < 3)).hasMessage("lost");
        assertThat(tries).hasValue(3);
        assertThatThrownBy(() -> patience.within(Duration.ofMillis(20)).with(never, () -> true))
                .hasMessage("lost");
        assertThat(tries.get()).isBetween(5, 1_000);
    }

    @Test
    void readsTheWordsOfEachService() {
        AwsRefusal json = refusal(400, "TaskDoesNotExist");
        AwsRefusal xml = AwsRefusal.of(new SignedCall.Answer(
                403, "", "<?xml?><Error><Code>ExpiredToken</Code><Message>is over</Message></Error>"));
        AwsRefusal page = AwsRefusal.of(new SignedCall.Answer(502, "", "bad\ngateway"));
        assertThat(json.isGone()).isTrue();
        assertThat(json).hasMessage("400 TaskDoesNotExist: no");
        assertThat(xml).hasMessage("403 ExpiredToken: is over");
        assertThat(xml.isOfLogin()).isTrue();
        assertThat(page).hasMessage("502 : bad?gateway");
        assertThat(page.isHopeless()).isFalse();
    }

    private static AwsRefusal refusal(int status, String type) {
        return AwsRefusal.of(new SignedCall.Answer(status, "", "{\"__type\":\"" + type + "\",\"message\":\"no\"}"));
    }
}
