package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.StopInstance;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.testevents.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant LAUNCHED = Instant.parse("2026-11-23T11:00:00Z");
    private static final Instant AT = LAUNCHED.plusSeconds(7_200);

    /** What the launch asked for (its tags), what the agent says, and what is done. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // idle
                "idle-timeout=1h on-idle=stop,      idle stop 3600,           StopInstance",
                "idle-timeout=1h on-idle=terminate, idle terminate 3600,      TerminateInstance",
                "idle-timeout=1h on-idle=stop,      idle stop 3601,           StopInstance",
                "idle-timeout=1h on-idle=stop,      idle stop 3599,           refused",
                "idle-timeout=1h on-idle=stop,      idle terminate 3600,      refused",
                "idle-timeout=1h on-idle=terminate, idle stop 3600,           refused",
                "idle-timeout=1h on-idle=stop,      idle hibernate 3600,      refused",
                "idle-timeout=1h on-idle=hibernate, idle hibernate 3600,      HibernateInstance",
                "idle-timeout=1h on-idle=hibernate, idle stop 3600,           refused",
                "on-idle=stop,                      idle stop 3600,           refused",
                "idle-timeout=soon on-idle=stop,    idle stop 3600,           refused",
                "-,                                 idle stop 3600,           refused",
                "on-complete=stop,                  idle stop 3600,           refused",
                // finished
                "on-complete=terminate,             finished terminate,       TerminateInstance",
                "on-complete=stop,                  finished stop,            StopInstance",
                "on-complete=stop,                  finished terminate,       refused",
                "-,                                 finished terminate,       refused",
                "idle-timeout=1h on-idle=terminate, finished terminate,       refused",
                "on-complete=hibernate,             finished hibernate,       HibernateInstance",
                "on-complete=terminate,             finished none,            nothing",
                "-,                                 finished none,            nothing",
            })
    void doesWhatTheLaunchAskedForAndNothingElse(@Nullable String tags, String said, String done) {
        assertThat(word(Asked.decide(said(said), Optional.of(view(tags).build()), AT)))
                .isEqualTo(done);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, not yet",
        "RUNNING, StopInstance",
        "STOPPING, nothing",
        "STOPPED, nothing",
        "SHUTTING_DOWN, nothing",
        "TERMINATED, nothing",
    })
    void looksAtWhatEc2SaysNow(InstanceState state, String done) {
        Views view = view("idle-timeout=1h on-idle=stop").in(state);

        assertThat(word(Asked.decide(said("idle stop 3600"), Optional.of(view.build()), AT)))
                .isEqualTo(done);
    }

    @ParameterizedTest
    @EnumSource
    void aClaimThatIsNotTrueIsRefusedInEveryState(InstanceState state) {
        Views view = view("idle-timeout=1h on-idle=stop").in(state);

        assertThat(word(Asked.decide(said("idle terminate 3600"), Optional.of(view.build()), AT)))
                .isEqualTo("refused");
    }

    @Test
    void anInstanceThatEc2DoesNotFindIsLookedAtAgain() {
        assertThat(word(Asked.decide(said("idle stop 3600"), Optional.empty(), AT)))
                .isEqualTo("not yet");
        assertThat(word(Asked.decide(said("finished none"), Optional.empty(), AT)))
                .isEqualTo("nothing");
    }

    /** A word that is delivered late, after a stop and a start, must not stop the instance again. */
    @ParameterizedTest
    @CsvSource({
        "idle stop 3600,       3594, refused",
        "idle stop 3600,       3595, StopInstance",
        "finished terminate,     -6, refused",
        "finished terminate,     -5, TerminateInstance",
    })
    void aWordFromBeforeTheLastStartIsNotBelieved(String said, long secondsAfterTheStart, String done) {
        Views view = view("idle-timeout=1h on-idle=stop on-complete=terminate");

        assertThat(word(Asked.decide(
                        said(said), Optional.of(view.build()), LAUNCHED.plusSeconds(secondsAfterTheStart))))
                .isEqualTo(done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AgentStarted",
                "DeadlineWarning",
                "DeadlineReached",
                "SpotInterrupted",
                "RebalanceRecommended",
                "WorkloadExited",
                "AgentProblem"
            })
    void nothingElseThatAnAgentSaysEndsAnything(String type) {
        JsonObject detail = Sample.of("agent/" + type).detail();
        AgentEvent event = (AgentEvent) Language.event(type, detail).orElseThrow();

        assertThat(Asked.isAsking(event)).isFalse();
        assertThat(word(Asked.decide(
                        event,
                        Optional.of(
                                view("on-complete=terminate on-idle=terminate").build()),
                        AT)))
                .isEqualTo("nothing");
    }

    @Test
    void theSameWordIsAlwaysTheSameCommand() {
        // Given
        Optional<InstanceView> view = Optional.of(view("idle-timeout=1h on-idle=stop")
                .tagged("spawn:correlation", "launch-1")
                .build());

        // When
        Command once = command(Asked.decide(said("idle stop 3600"), view, AT));
        Command twice = command(Asked.decide(said("idle stop 3600"), view, AT));

        // Then
        assertThat(once.toJson().toString()).isEqualTo(twice.toJson().toString());
        assertThat(once).isInstanceOfSatisfying(StopInstance.class, stop -> {
            assertThat(stop.envelope().correlationId()).isEqualTo("launch-1");
            assertThat(stop.envelope().at()).isEqualTo(AT);
            assertThat(stop.target().value()).isEqualTo(ID.value());
            assertThat(stop.reason()).isEqualTo("idle since 2026-11-23T12:00:00Z, for 1h");
        });
    }

    /** Its execution would be taken for the other one's, and that instance would idle on. */
    @Test
    void twoInstancesThatTakeTheSameIdDoNotGetIntoEachOthersWay() {
        InstanceId other = new InstanceId("i-0fedcba9876543210");
        Views mine = view("idle-timeout=1h on-idle=stop");
        Views theirs = aRunning(other).tagged("spawn:idle-timeout", "1h").tagged("spawn:on-idle", "stop");

        Command one = command(Asked.decide(said("idle stop 3600"), Optional.of(mine.build()), AT));
        Command two = command(Asked.decide(said(other, "idle stop 3600"), Optional.of(theirs.build()), AT));

        assertThat(one.envelope().id()).isNotEqualTo(two.envelope().id());
    }

    @Test
    void aFinishedInstanceSaysHowItFinished() {
        Command command = command(Asked.decide(
                said("finished terminate"),
                Optional.of(view("on-complete=terminate").build()),
                AT));

        assertThat(command).isInstanceOfSatisfying(TerminateInstance.class, terminate -> {
            assertThat(terminate.cause()).isEqualTo(EndCause.FINISHED);
            assertThat(terminate.reason()).isEqualTo("finished: failed, no space?left");
        });
    }

    @Test
    void theReasonOfALongMessageIsStillOneThatACommandMayHave() {
        AgentEvent finished = event(
                ID,
                "InstanceFinished",
                "\"status\":\"success\",\"action\":\"stop\",\"message\":\"" + "ü\\n".repeat(500) + "\"");

        Command command = command(
                Asked.decide(finished, Optional.of(view("on-complete=stop").build()), AT));

        assertThat(Language.command(command.type(), command.toJson())).contains(command);
    }

    private static Command command(Asked.Answer answer) {
        assertThat(answer).isInstanceOf(Asked.Answer.Do.class);
        return ((Asked.Answer.Do) answer).command();
    }

    private static String word(Asked.Answer answer) {
        return switch (answer) {
            case Asked.Answer.Nothing() -> "nothing";
            case Asked.Answer.Do(Command command) -> command.type();
            case Asked.Answer.Refused(String reason) -> "refused";
            case Asked.Answer.NotYet(String reason) -> "not yet";
        };
    }

    private static Views view(@Nullable String tags) {
        Views view = aRunning(ID).launchedAt(LAUNCHED);
        Arrays.stream(tags == null ? new String[0] : tags.split(" "))
                .map(tag -> tag.split("="))
                .forEach(tag -> view.tagged("spawn:" + tag[0], tag[1]));
        return view;
    }

    private static AgentEvent said(String words) {
        return said(ID, words);
    }

    private static AgentEvent said(InstanceId id, String words) {
        String[] word = words.split(" ");
        return word[0].equals("idle")
                ? event(
                        id,
                        "InstanceIdle",
                        "\"since\":\"2026-11-23T12:00:00Z\",\"attempt\":1,\"action\":\"" + word[1]
                                + "\",\"windowSeconds\":" + word[2])
                : event(
                        id,
                        "InstanceFinished",
                        "\"status\":\"failed\",\"message\":\"no space\\nleft\",\"action\":\"" + word[1] + "\"");
    }

    private static AgentEvent event(InstanceId id, String type, String fields) {
        return (AgentEvent) Language.event(
                        type,
                        JsonObject.parse("{\"id\":\"e1\",\"correlationId\":\"c0\",\"at\":\"2026-11-23T13:00:00Z\","
                                + "\"instanceId\":\"" + id + "\"," + fields + "}"))
                .orElseThrow();
    }
}
