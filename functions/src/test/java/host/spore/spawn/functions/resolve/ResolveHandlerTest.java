package host.spore.spawn.functions.resolve;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lookup.Targets;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolveHandlerTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    private final FakeNames names = new FakeNames();
    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeInstances instances = new FakeInstances();
    private final FakeLambda lambda = new FakeLambda();
    private final ResolveHandler handler = new ResolveHandler(new Targets(names, rows, instances));

    /** Every command against every state: what is answered, "found" or a part of the reason. */
    @ParameterizedTest
    @CsvSource({
        "TerminateInstance, PENDING, found",
        "TerminateInstance, RUNNING, found",
        "TerminateInstance, STOPPING, found",
        "TerminateInstance, STOPPED, found",
        "TerminateInstance, SHUTTING_DOWN, found",
        "TerminateInstance, TERMINATED, found",
        "StopInstance, PENDING, found",
        "StopInstance, RUNNING, found",
        "StopInstance, STOPPING, found",
        "StopInstance, STOPPED, found",
        "StopInstance, SHUTTING_DOWN, has ended (shutting-down): launch a new one",
        "StopInstance, TERMINATED, has ended (terminated): launch a new one",
        "StartInstance, PENDING, found",
        "StartInstance, RUNNING, found",
        "StartInstance, STOPPING, is still stopping: try again once it has stopped",
        "StartInstance, STOPPED, found",
        "StartInstance, SHUTTING_DOWN, has ended (shutting-down): launch a new one",
        "StartInstance, TERMINATED, has ended (terminated): launch a new one",
    })
    void answersEachCommandByState(String type, InstanceState state, String expected) {
        // Given
        known(aRunning(ID).in(state));

        // When
        JsonObject answer = resolve(type, "demo");

        // Then
        if (expected.equals("found")) {
            assertThat(answer)
                    .isEqualTo(JsonObject.builder()
                            .put("result", "found")
                            .put("instanceId", ID.value())
                            .put("name", "demo")
                            .put("state", state.wire())
                            .put("market", "on-demand")
                            .build());
        } else {
            assertThat(answer.string("reason")).isEqualTo("demo (" + ID + ") " + expected);
        }
    }

    /** It can hibernate if its launch enabled that, and only what runs has a memory to keep. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "PENDING, -, found",
                "RUNNING, -, found",
                "STOPPING, Client.UserInitiatedHibernate, found",
                "STOPPED, Client.UserInitiatedHibernate, found",
                "STOPPED, Client.UserInitiatedShutdown, 'is stopped already, without hibernation: start it first'",
                "STOPPED, -, 'is stopped already, without hibernation: start it first'",
                "SHUTTING_DOWN, -, has ended (shutting-down): launch a new one",
                "TERMINATED, -, has ended (terminated): launch a new one",
            })
    void hibernatesWhatHasAMemoryToKeep(InstanceState state, @Nullable String endReason, String expected) {
        // Given
        Views view = aRunning(ID).hibernating().in(state);
        known(endReason == null ? view : view.because(endReason));

        // When
        JsonObject answer = resolve("HibernateInstance", "demo");

        // Then
        assertThat(answer.optionalString("reason").orElse(answer.string("result")))
                .isEqualTo(expected.equals("found") ? "found" : "demo (" + ID + ") " + expected);
    }

    @Test
    void whatWasLaunchedWithoutHibernationIsNotHibernated() {
        // Given
        known(aRunning(ID));

        // When
        JsonObject answer = resolve("HibernateInstance", "demo");

        // Then
        assertThat(answer.string("reason"))
                .isEqualTo("demo (" + ID + ") was launched without hibernation, which cannot be enabled later: stop it,"
                        + " or launch a new one with --hibernation");
    }

    @Test
    void spotCannotHibernateEither() {
        // Given
        known(aRunning(ID).spot());

        // When, Then
        assertThat(resolve("HibernateInstance", "demo").string("reason"))
                .isEqualTo("demo (" + ID + ") is a one-time spot instance, which cannot hibernate: terminate it, or"
                        + " launch without spot");
    }

    @Test
    void spotCannotBeStopped() {
        // Given
        known(aRunning(ID).spot());

        // When
        JsonObject answer = resolve("StopInstance", "demo");

        // Then
        assertThat(answer.string("reason"))
                .isEqualTo("demo (" + ID
                        + ") is a one-time spot instance, which EC2 cannot stop: terminate it, or launch without spot");
    }

    @Test
    void findsById() {
        // Given
        instances.put(aRunning(ID).named("demo").build());

        // When
        JsonObject answer = resolve("TerminateInstance", ID.value());

        // Then
        assertThat(answer.string("name")).isEqualTo("demo");
    }

    @Test
    void findsByTagWhenTheClaimIsLost() {
        // Given
        instances.put(aRunning(ID).named("demo").build());

        // When, Then
        assertThat(resolve("TerminateInstance", "demo").string("instanceId")).isEqualTo(ID.value());
    }

    @Test
    void severalOfOneNameAreNamed() {
        // Given
        instances.put(aRunning(new InstanceId("i-00000001")).named("demo").build());
        instances.put(aRunning(new InstanceId("i-00000002")).named("demo").build());

        // When, Then
        assertThat(resolve("TerminateInstance", "demo").string("reason"))
                .isEqualTo("2 instances have the name \"demo\": give one of their ids, i-00000001, i-00000002");
    }

    @Test
    void whatIsStillBeingLaunchedIsSaidToBe() {
        // Given
        names.claim(new Name("demo"), "launch-1", null);

        // When, Then
        assertThat(resolve("StopInstance", "demo").string("reason"))
                .isEqualTo("\"demo\" is still being launched (command launch-1): try again once it is ready");
    }

    @Test
    void instancesOfOthersAreNotTouched() {
        // Given
        instances.put(aRunning(ID).without("spawn").build());

        // When, Then
        assertThat(resolve("TerminateInstance", ID.value()).string("reason"))
                .isEqualTo(ID + " was not launched by spawn (it has no tag spawn=true): use EC2's own tools");
    }

    @Test
    void anUnknownIdIsSaidToBe() {
        assertThat(resolve("TerminateInstance", ID.value()).string("reason"))
                .isEqualTo("no instance " + ID + " in this region: check the id and the region");
    }

    @Test
    void whatEc2HasForgottenIsTerminated() {
        // Given
        names.claim(new Name("demo"), "launch-1", ID);
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.STATE, "terminated"));

        // When, Then
        assertThat(resolve("TerminateInstance", "demo").string("state")).isEqualTo("terminated");
    }

    @Test
    void badCommandsAreRejectedInTheLanguagesWords() {
        assertThat(resolve("Hibernate", "demo").string("reason")).startsWith("\"Hibernate\": no command; there are ");
        assertThat(resolve("StopInstance", "No Name").string("reason")).startsWith("/target: \"No Name\": ");
    }

    private void known(Views view) {
        names.claim(new Name("demo"), "launch-1", ID);
        rows.seed(ID, Map.of(Column.NAME, "demo", Column.STATE, "running"));
        instances.put(view.build());
    }

    private JsonObject resolve(String type, String target) {
        return lambda.invoke(handler, JsonObject.parse("""
                        {"type":"%s","account":"123456789012","region":"us-east-1",
                         "command":{"version":1,"id":"c1","at":"2026-11-23T12:00:00Z","target":"%s"}}""".formatted(type, target)));
    }
}
