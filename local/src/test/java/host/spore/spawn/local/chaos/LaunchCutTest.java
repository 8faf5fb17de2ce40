package host.spore.spawn.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * SCENARIOS 7: every flow, stopped for good before and after each of its calls to AWS, those of its functions included.
 * Whatever it was about to do or had just done, a few sweeps of the reaper later nothing lives that nobody watches, and in
 * the end every command has its one outcome and nothing is left.
 */
class LaunchCutTest {
    /** Three sweeps and what they start. */
    private static final Duration SWEPT = Duration.ofMinutes(20);

    private static final Duration TTL = Duration.ofMinutes(40);
    private static final Duration OVER = Duration.ofHours(3);

    /** Of capacity in EC2: with the first one, the first candidate is launched at once. */
    private static final int MOST_SEEDS = 50;

    /** A command after a launch, and what it comes to when nothing cuts it. */
    private record Scene(String flow, List<String> commands, String outcome, boolean agentDies) {
        Scene(String flow, List<String> commands, String outcome) {
            this(flow, commands, outcome, false);
        }
    }

    @TestFactory
    Stream<DynamicTest> launch() {
        return cuts(new Scene("launch", List.of("LaunchInstance"), "InstanceReady"));
    }

    /** Its calls, and those of the function that sums it up. */
    @TestFactory
    Stream<DynamicTest> launchOfAnArray() {
        return cuts(new Scene("launch", List.of("LaunchInstance array"), "ArrayReady"));
    }

    @TestFactory
    Stream<DynamicTest> launchOfAMember() {
        return cuts(new Scene("launch of a member", List.of("LaunchInstance array"), "ArrayReady"));
    }

    @TestFactory
    Stream<DynamicTest> everyInstanceOfAnArray() {
        return cuts(new Scene("each", List.of("LaunchInstance array", "TerminateInstance array"), "CommandCompleted"));
    }

    @TestFactory
    Stream<DynamicTest> extend() {
        return cuts(new Scene("extend", List.of("LaunchInstance", "ExtendInstance"), "DeadlineExtended"));
    }

    @TestFactory
    Stream<DynamicTest> terminate() {
        return cuts(new Scene("terminate", List.of("LaunchInstance", "TerminateInstance"), "InstanceTerminated"));
    }

    @TestFactory
    Stream<DynamicTest> stop() {
        return cuts(new Scene("stop", List.of("LaunchInstance", "StopInstance"), "InstanceStopped"));
    }

    @TestFactory
    Stream<DynamicTest> hibernate() {
        return cuts(new Scene("hibernate", List.of("LaunchInstance", "HibernateInstance"), "InstanceHibernated"));
    }

    @TestFactory
    Stream<DynamicTest> start() {
        return cuts(new Scene("start", List.of("LaunchInstance", "StopInstance", "StartInstance"), "InstanceStarted"));
    }

    @TestFactory
    Stream<DynamicTest> everyInstanceOfAnOwner() {
        return cuts(new Scene("each", List.of("LaunchInstance", "TerminateInstance of ada"), "CommandCompleted"));
    }

    @TestFactory
    Stream<DynamicTest> launchThatReplaces() {
        return cuts(
                new Scene("terminate", List.of("LaunchInstance", "LaunchInstance replacing"), "InstanceTerminated"));
    }

    @TestFactory
    Stream<DynamicTest> lifecycle() {
        return cuts(new Scene("lifecycle", List.of("LaunchInstance"), "InstanceReady"));
    }

    @TestFactory
    Stream<DynamicTest> lifecycleOfAnInstanceWithoutAgent() {
        return cuts(new Scene("lifecycle", List.of("LaunchInstance"), "InstanceReady", true));
    }

    private static Stream<DynamicTest> cuts(Scene scene) {
        long seed = seedOf(scene);
        Run whole = new Run(scene, seed, Cut.How.BEFORE, Integer.MAX_VALUE);
        whole.play();
        List<String> calls = whole.cut.calls;
        assertThat(whole.cut.done).as("what " + scene.flow() + " does").isNotEmpty();
        return IntStream.range(0, calls.size())
                .boxed()
                .flatMap(number -> Stream.of(Cut.How.values())
                        .filter(how -> how != Cut.How.AFTER || whole.cut.done.contains(number))
                        .map(how -> DynamicTest.dynamicTest(
                                scene.flow() + ", call " + number + " (" + calls.get(number) + "), " + how,
                                () -> new Run(scene, seed, how, number).playCut())));
    }

    private static long seedOf(Scene scene) {
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            Run run = new Run(scene, seed, Cut.How.BEFORE, Integer.MAX_VALUE);
            run.play();
            if (run.succeeded()) {
                return seed;
            }
        }
        throw new AssertionError(scene.outcome() + " never came");
    }

    /** One play of a scene. */
    private static final class Run {
        private static final String NAME = "box";
        private static final JsonObject ARRAY = JsonObject.parse("{\"size\":3,\"minViable\":2}");

        private final Scene scene;
        private final World world;
        private final Cut cut;
        private final Set<String> commands = new LinkedHashSet<>();
        private final List<String> wrong = new ArrayList<>();

        Run(Scene scene, long seed, Cut.How how, int number) {
            this.scene = scene;
            world = new World(seed, 0);
            cut = scene.flow().equals("launch of a member")
                    ? new Cut(world.flows, "spawn-launch", execution -> execution.name.length() == 64, how, number)
                    : new Cut(world.flows, "spawn-" + scene.flow(), _ -> true, how, number);
            world.weather.tell(cut);
        }

        void play() {
            if (scene.agentDies()) {
                // Whatever runs on an instance belongs to its present turn.
                world.time.after(
                        Duration.ofMinutes(3), () -> world.machines.all().forEach(machine -> machine.turns++));
            }
            Duration at = Duration.ZERO;
            for (String type : scene.commands()) {
                world.time.after(at, () -> publish(type));
                at = at.plusMinutes(4);
            }
            world.time.runUntil(world.time.instant().plus(at).plus(SWEPT));
            untracked();
            world.time.runUntil(world.time.instant().plus(OVER));
            wrong.addAll(world.verdict(commands));
        }

        void playCut() {
            play();
            assertThat(cut.happened()).as("it was cut").isTrue();
            assertThat(wrong).isEmpty();
        }

        boolean succeeded() {
            assertThat(wrong).as("uncut").isEmpty();
            return world.said.stream().anyMatch(said -> said.type().equals(scene.outcome()));
        }

        private void publish(String scene) {
            String id = "command-" + commands.size();
            commands.add(id);
            JsonObject.Builder detail = JsonObject.builder()
                    .put("version", 1)
                    .put("id", id)
                    .put("correlationId", id)
                    .put("at", world.time.instant().toString());
            boolean isOfOwner = scene.endsWith(" of ada");
            boolean isOfArray = scene.endsWith(" array");
            String type = scene.split(" ")[0];
            if (type.equals("LaunchInstance")) {
                detail.put("name", NAME)
                        .put("owner", "ada")
                        .put("instanceType", "c7i.large")
                        .put("ami", "ami-12345678")
                        .put("hibernation", true)
                        .put("replace", scene.endsWith("replacing"))
                        .put("array", isOfArray ? ARRAY : null)
                        .put("ttl", TTL.toSeconds() + "s");
            } else if (isOfArray) {
                detail.put("array", NAME);
            } else if (isOfOwner) {
                detail.put("owner", "ada");
            } else {
                detail.put("target", NAME);
            }
            if (type.equals("ExtendInstance")) {
                detail.put("by", "15m");
            }
            world.publish("spawn.cli", type, detail.build());
        }

        /** What lives is in the table, has a running watch, and its name. */
        private void untracked() {
            for (Machines.Machine machine : world.machines.all()) {
                if (machine.isEnding()) {
                    continue;
                }
                if (!world.tables.of("spawn-instances").containsKey(machine.id)) {
                    wrong.add(machine.id + " lives, and has no row");
                }
                if (world.flows.running().stream().noneMatch(execution -> execution.name.startsWith(machine.id))) {
                    wrong.add(machine.id + " lives, and nobody watches it");
                }
                String name = machine.tags.containsKey("spawn:array-name") ? NAME + "-" + machine.launchIndex : NAME;
                AttributeValue holder = world.tables
                        .of("spawn-names")
                        .getOrDefault(name, java.util.Map.of())
                        .get("instance_id");
                if (holder == null || !machine.id.equals(holder.s())) {
                    wrong.add(machine.id + " lives, and its name belongs to " + holder);
                }
            }
        }
    }
}
