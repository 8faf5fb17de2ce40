package host.spore.spawn.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SCENARIOS 3: every command and every event comes one to five times, and what is done is what one of each does. */
class DoubledDeliveriesTest {
    private static final List<String> COMMANDS =
            List.of("LaunchInstance", "ExtendInstance", "StopInstance", "StartInstance", "TerminateInstance");

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void doWhatASingleOneDoes(int deliveries) {
        assertThat(effects(deliveries)).isEqualTo(effects(1));
    }

    /** Of the first seed with which EC2 has room at once: whether it has is not what is looked at here. */
    private static Set<String> effects(int deliveries) {
        for (long seed = 1; seed < 50; seed++) {
            World world = played(deliveries, seed);
            if (world.said.stream().anyMatch(said -> said.type().equals("InstanceTerminated"))) {
                return effects(world);
            }
        }
        throw new AssertionError("EC2 never had room");
    }

    private static World played(int deliveries, long seed) {
        World world = new World(seed, 0);
        world.deliveries = deliveries;
        for (int i = 0; i < COMMANDS.size(); i++) {
            JsonObject.Builder command = JsonObject.builder()
                    .put("version", 1)
                    .put("id", "command-" + i)
                    .put("correlationId", "command-" + i)
                    .put("at", world.time.instant().toString())
                    .put("name", "box")
                    .put("target", "box")
                    .put("owner", "ada")
                    .put("instanceType", "c7i.large")
                    .put("ami", "ami-12345678")
                    .put("ttl", "2h")
                    .put("by", "15m");
            String type = COMMANDS.get(i);
            world.time.after(
                    Duration.ofMinutes(5L * i), () -> world.publish("spawn.cli", type, only(type, command.build())));
        }
        world.time.runUntil(world.time.instant().plus(Duration.ofHours(4)));
        assertThat(world.verdict(Set.of("command-0", "command-1", "command-2", "command-3", "command-4")))
                .isEmpty();
        return world;
    }

    private static JsonObject only(String type, JsonObject all) {
        JsonObject.Builder kept = JsonObject.builder();
        Set<String> fields = new TreeSet<>(Set.of("version", "id", "correlationId", "at"));
        fields.addAll(
                switch (type) {
                    case "LaunchInstance" -> Set.of("name", "owner", "instanceType", "ami", "ttl");
                    case "ExtendInstance" -> Set.of("target", "by");
                    default -> Set.of("target");
                });
        all.members().forEach((field, value) -> {
            if (fields.contains(field)) {
                kept.put(field, value);
            }
        });
        return kept.build();
    }

    /** What anybody can see of it, without its times. */
    private static Set<String> effects(World world) {
        Set<String> effects = new TreeSet<>();
        world.said.forEach(said -> effects.add(said.type() + " of "
                + said.detail().optionalString("commandId").orElse("nobody") + ", "
                + said.detail().optionalString("id").orElse("without id")));
        world.machines
                .all()
                .forEach(machine -> effects.add(machine.id + " " + machine.type + ", asked for a state " + machine.turns
                        + " times, by " + machine.tags.get("spawn:command")));
        Instant launched = deadline(world, "InstanceLaunched");
        effects.add("extended by " + Duration.between(launched, deadline(world, "DeadlineExtended")));
        effects.add("EC2 was asked for " + world.machines.asked + " instances");
        return effects;
    }

    private static Instant deadline(World world, String type) {
        return world.said.stream()
                .filter(said -> said.type().equals(type))
                .map(said -> Instant.parse(said.detail().string("deadline")))
                .findFirst()
                .orElseThrow();
    }
}
