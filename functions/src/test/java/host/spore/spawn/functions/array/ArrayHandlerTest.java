package host.spore.spawn.functions.array;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.AtOnce;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Claim;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeNames;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.functions.store.StoredOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrayHandlerTest {
    private static final String COMMAND = "c1";

    private final FakeNames names = new FakeNames();
    private final FakeOutcomes outcomes = new FakeOutcomes();
    private final FakeInstances instances = new FakeInstances();
    private final FakeInstanceRows rows = new FakeInstanceRows();
    private final FakeLambda lambda = new FakeLambda();
    private final ArrayHandler handler = new ArrayHandler(
            new ArrayHandler.Ports(names, names, outcomes, instances, rows, AtOnce.USUAL), new FakeClock());

    @Test
    void everyMemberNameIsClaimedForTheLaunch() {
        // When
        JsonObject answer = lambda.invoke(handler, input("claim", 1_000, 1_000, List.of()));

        // Then
        assertThat(answer.string("result")).isEqualTo("claimed");
        assertThat(names.all())
                .hasSize(1_000)
                .allMatch(claim -> claim.commandId().equals(COMMAND));
        assertThat(names.read(new Name("work-999"))).isPresent();
        assertThat(names.read(new Name("work-1000"))).isEmpty();
    }

    @Test
    void claimedAgainTheyAreTheSame() {
        // Given
        lambda.invoke(handler, input("claim", 4, 4, List.of()));
        List<Claim> before = names.all();

        // When, Then
        assertThat(lambda.invoke(handler, input("claim", 4, 4, List.of())).string("result"))
                .isEqualTo("claimed");
        assertThat(names.all()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void oneThatIsTakenRefusesTheLaunchAndNoneIsKept() {
        // Given
        names.claim(new Name("work-2"), "another", id(9));

        // When
        JsonObject answer = lambda.invoke(handler, input("claim", 4, 4, List.of()));

        // Then
        assertThat(answer.string("result")).isEqualTo("rejected");
        assertThat(answer.string("reason"))
                .contains("work-2 is taken by " + id(9))
                .contains("take another name");
        assertThat(names.all()).extracting(Claim::commandId).containsExactly("another");
    }

    @Test
    void aTableThatIsDownFailsAndIsAskedAgain() {
        // Given
        names.faults.failNext(1);

        // When
        assertThatThrownBy(() -> lambda.invoke(handler, input("claim", 4, 4, List.of())))
                .isInstanceOf(Faults.FaultException.class);

        // Then
        assertThat(lambda.invoke(handler, input("claim", 4, 4, List.of())).string("result"))
                .isEqualTo("claimed");
        assertThat(names.all()).hasSize(4);
    }

    @Test
    void whatIsGivenBackIsItsOwnAndHasNoInstance() {
        // Given
        names.claim(new Name("work-0"), COMMAND, null);
        names.claim(new Name("work-1"), COMMAND, id(1));
        names.claim(new Name("work-2"), "another", null);

        // When
        lambda.invoke(handler, input("release", 4, 4, List.of()));

        // Then
        assertThat(names.all()).extracting(claim -> claim.name().value()).containsExactlyInAnyOrder("work-1", "work-2");
    }

    @Test
    void enoughThatAreReadyAreAReadyArrayAndTheOthersAreEnded() {
        // Given: EC2 had room for three, of which one was not heard
        lambda.invoke(handler, input("claim", 4, 2, List.of()));
        launched(0, "InstanceReady");
        launched(1, "InstanceReady");
        launched(2, "LaunchFailed");
        instances.put(aRunning(id(2)).build());

        // When
        JsonObject answer = lambda.invoke(handler, input("sum", 4, 2, List.of(0, 1, 2)));

        // Then
        assertThat(answer.string("result")).isEqualTo("ready");
        JsonObject fields = answer.object("fields");
        assertThat(fields.integer("ready")).isEqualTo(2);
        assertThat(fields.objects("failed"))
                .extracting(failure -> failure.integer("index") + " "
                        + failure.optionalString("instanceId").orElse("-") + " " + failure.string("reason"))
                .containsExactly("2 " + id(2) + " it was not heard", "3 - EC2 had no room for it");
        assertThat(instances.terminated).containsExactly(id(2));
        assertThat(rows.read(id(2)).text(Column.END_CAUSE)).contains("launch");
        // The names of those that are not there are free again.
        assertThat(names.read(new Name("work-3"))).isEmpty();
        assertThat(names.read(new Name("work-1")).map(Claim::instanceId)).contains(id(1));
        // It is an event of the language.
        assertThat(Language.event("ArrayReady", event(fields))).isPresent();
    }

    @Test
    void tooFewAreNone() {
        // Given
        lambda.invoke(handler, input("claim", 4, 3, List.of()));
        launched(0, "InstanceReady");
        launched(1, "InstanceReady");
        launched(2, "LaunchFailed");

        // When
        JsonObject answer = lambda.invoke(handler, input("sum", 4, 3, List.of(0, 1, 2, 3)));

        // Then: the last one's launch died without a word
        assertThat(answer.string("result")).isEqualTo("failed");
        assertThat(answer.string("reason"))
                .isEqualTo("2 of 4 instances became ready, and --min-viable is 3; nothing of the array is left."
                        + " work-2: it was not heard; work-3: its launch ended without an outcome");
        assertThat(instances.terminated).containsExactlyInAnyOrder(id(0), id(1), id(2), id(3));
    }

    @Test
    void aSumThatWasCutIsMadeAgainAndSaysTheSame() {
        // Given
        lambda.invoke(handler, input("claim", 3, 2, List.of()));
        launched(0, "InstanceReady");
        launched(1, "InstanceReady");
        instances.faults.failNext(1);
        assertThatThrownBy(() -> lambda.invoke(handler, input("sum", 3, 2, List.of(0, 1, 2))))
                .isInstanceOf(Faults.FaultException.class);

        // When
        JsonObject answer = lambda.invoke(handler, input("sum", 3, 2, List.of(0, 1, 2)));

        // Then
        assertThat(answer.object("fields").integer("ready")).isEqualTo(2);
        assertThat(instances.terminated).containsOnly(id(2));
    }

    /** Whatever became of them: ready or ended, and never fewer ready ones than were asked for. */
    @Property(tries = 200)
    void everyMemberIsReadyOrEnded(
            @ForAll @IntRange(min = 2, max = 30) int size,
            @ForAll @IntRange(min = 1, max = 30) int least,
            @ForAll @IntRange(min = 0, max = 30) int launched,
            @ForAll long seed) {
        int minViable = Math.min(least, size);
        int members = Math.max(minViable, Math.min(launched, size));
        Order order = Order.read(input("sum", size, minViable, List.of()));
        List<ArraySum.Member> all = IntStream.range(0, members)
                .mapToObj(index -> new ArraySum.Member(index, id(index)))
                .toList();
        List<Integer> ready = new ArrayList<>();
        java.util.Map<Integer, StoredOutcome> said = new java.util.LinkedHashMap<>();
        java.util.Random random = new java.util.Random(seed);
        for (int index = 0; index < members; index++) {
            switch (random.nextInt(3)) {
                case 0 -> {}
                case 1 -> said.put(index, outcome(index, "LaunchFailed"));
                default -> {
                    said.put(index, outcome(index, "InstanceReady"));
                    ready.add(index);
                }
            }
        }

        switch (ArraySum.decide(order, all, said)) {
            case ArraySum.Decision.Enough enough -> {
                assertThat(enough.ready()).isEqualTo(ready.size()).isGreaterThanOrEqualTo(minViable);
                assertThat(enough.ready() + enough.failed().size()).isEqualTo(size);
                assertThat(enough.toEnd())
                        .hasSize(members - ready.size())
                        .doesNotContainAnyElementsOf(
                                ready.stream()
                                                .map(ArrayHandlerTest::id)
                                                .toList()
                                                .isEmpty()
                                        ? List.of(id(99))
                                        : ready.stream()
                                                .map(ArrayHandlerTest::id)
                                                .toList());
            }
            case ArraySum.Decision.TooFew tooFew -> {
                assertThat(ready.size()).isLessThan(minViable);
                assertThat(tooFew.toEnd()).hasSize(members);
            }
        }
    }

    private void launched(int index, String outcome) {
        names.tie(new Name("work-" + index), COMMAND, id(index));
        outcomes.writeOnce(outcome(index, outcome));
    }

    private static StoredOutcome outcome(int index, String type) {
        return new StoredOutcome(
                ArrayOrder.memberId(COMMAND, index),
                "LaunchInstance",
                type,
                "e" + index,
                "{\"reason\":\"it was not heard\"}",
                FakeClock.START,
                true);
    }

    private static JsonObject event(JsonObject fields) {
        return JsonObject.builder()
                .putAll(JsonObject.parse("{\"version\":1,\"id\":\"e\",\"correlationId\":\"c\",\"commandId\":\"c1\","
                        + "\"at\":\"2026-11-23T12:00:00Z\",\"commandType\":\"LaunchInstance\",\"name\":\"work\","
                        + "\"deadline\":\"2026-11-23T14:00:00Z\"}"))
                .putAll(fields)
                .build();
    }

    private static InstanceId id(int index) {
        return new InstanceId("i-%017x".formatted(index));
    }

    private static JsonObject input(String step, int size, int minViable, List<Integer> members) {
        return JsonObject.builder()
                .put("step", step)
                .put("commandId", COMMAND)
                .put("name", "work")
                .put(
                        "array",
                        JsonObject.builder()
                                .put("id", "work-20261127-3f2a1b")
                                .put("size", size)
                                .put("minViable", minViable)
                                .build())
                .put(
                        "members",
                        new JsonArray(members.stream()
                                .<Json>map(index -> JsonObject.builder()
                                        .put("id", id(index).value())
                                        .put("index", index)
                                        .build())
                                .toList()))
                .build();
    }
}
