package host.spore.spawn.functions.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.announce.Announcer;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomeHandlerTest {
    private static final String REJECTED =
            "\"type\":\"CommandRejected\",\"fields\":{\"commandId\":\"c1\",\"commandType\":\"X\",\"reason\":\"no\"}";
    private static final String FAILED =
            "\"type\":\"CommandFailed\",\"fields\":{\"commandId\":\"c1\",\"commandType\":\"X\",\"reason\":\"later\"}";

    private final FakeOutcomes outcomes = new FakeOutcomes();
    private final FakeBus bus = new FakeBus();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final OutcomeHandler handler = new OutcomeHandler(new Announcer(outcomes, bus), clock);

    @Test
    void writesPublishesAndMarks() {
        // When
        JsonObject answer = say(REJECTED);

        // Then
        String id = Ids.outcomeOf("c1", "CommandRejected");
        assertThat(answer)
                .isEqualTo(JsonObject.parse("{\"type\":\"CommandRejected\",\"id\":\"" + id + "\",\"written\":true}"));
        JsonObject detail = JsonObject.parse("""
                {"version":1,"id":"%s","correlationId":"c0","at":"2026-11-23T12:00:00Z",
                 "commandId":"c1","commandType":"X","reason":"no"}""".formatted(id));
        assertThat(bus.published).containsExactly(new FakeBus.Published("CommandRejected", detail));
        assertThat(outcomes.read("c1"))
                .contains(
                        new StoredOutcome("c1", "X", "CommandRejected", id, detail.toString(), FakeClock.START, true));
    }

    @Test
    void aFailureIsCountedOnceHoweverOftenItIsSaid() {
        // When
        say(FAILED);
        say(FAILED);

        // Then
        assertThat(lambda.logged().stream().filter(line -> line.has("_aws")))
                .singleElement()
                .satisfies(line -> assertThat(line.integer("CommandsFailed")).isEqualTo(1));
    }

    @Test
    void saidTwiceIsPublishedOnce() {
        // Given
        say(REJECTED);
        clock.advance(Duration.ofSeconds(9));

        // When
        JsonObject again = say(REJECTED);

        // Then
        assertThat(again.bool("written", true)).isFalse();
        assertThat(bus.published).hasSize(1);
    }

    @Test
    void whatWasSaidFirstIsSaidEverAfter() {
        // Given
        say(REJECTED);

        // When
        JsonObject other = say(FAILED);

        // Then
        assertThat(other.string("type")).isEqualTo("CommandRejected");
        assertThat(bus.published).extracting(FakeBus.Published::type).containsExactly("CommandRejected");
    }

    @Test
    void aRetryPublishesWhatTheBusHadNotTaken() {
        // Given
        bus.faults.failNext(1);
        assertThatThrownBy(() -> say(REJECTED)).isInstanceOf(Faults.FaultException.class);
        clock.advance(Duration.ofSeconds(9));

        // When: even another one publishes what was written first, as it was written
        JsonObject answer = say(FAILED);

        // Then
        assertThat(answer.string("type")).isEqualTo("CommandRejected");
        assertThat(bus.published)
                .singleElement()
                .satisfies(event -> assertThat(event.detail().string("at")).isEqualTo("2026-11-23T12:00:00Z"));
    }

    @Test
    void publishedTwiceCarriesTheSameId() {
        // Given: the mark is lost, so the retry publishes again
        outcomes.marks.failNext(1);
        assertThatThrownBy(() -> say(REJECTED)).isInstanceOf(Faults.FaultException.class);

        // When
        say(REJECTED);

        // Then
        assertThat(bus.published).hasSize(2);
        assertThat(bus.published.getFirst()).isEqualTo(bus.published.getLast());
    }

    @Test
    void aReplyThatWasLostCountsAsWritten() {
        // Given: the SDK repeats the write, and is told that something is there: its own
        outcomes.writes.loseNextReply();
        assertThatThrownBy(() -> say(REJECTED)).isInstanceOf(Faults.FaultException.class);

        // When
        JsonObject again = say(REJECTED);

        // Then
        assertThat(again.bool("written", false)).isTrue();
    }

    @Test
    void theEnvelopeIsNotTheCallersToWrite() {
        // When
        say(REJECTED.replace("\"commandId\"", "\"id\":\"forged\",\"at\":\"1999-01-01T00:00:00Z\",\"commandId\""));

        // Then
        assertThat(bus.published).singleElement().satisfies(event -> {
            assertThat(event.detail().string("id")).isEqualTo(Ids.outcomeOf("c1", "CommandRejected"));
            assertThat(event.detail().string("at")).isEqualTo("2026-11-23T12:00:00Z");
        });
    }

    @Test
    void whatIsNoEventOfTheLanguageIsNeverWritten() {
        assertThatThrownBy(() -> say("\"type\":\"Nonsense\",\"fields\":{}")).hasMessageContaining("no event");
        assertThatThrownBy(() -> say("\"type\":\"CommandFailed\",\"fields\":{\"commandId\":\"c1\"}"))
                .hasMessage("/commandType: missing, expected a string");
        assertThat(outcomes.read("c1")).isEmpty();
    }

    private JsonObject say(String fields) {
        return lambda.invoke(handler, JsonObject.parse("{\"key\":\"c1\",\"correlationId\":\"c0\"," + fields + "}"));
    }
}
