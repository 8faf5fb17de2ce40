package host.spore.spawn.local.chaos;

import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** People and their rules: commands of every kind, to names that exist and that do not, doubled and late. */
final class Users {
    /** What was accepted, by id. */
    final Map<String, JsonObject> commands = new LinkedHashMap<>();

    private static final int RECENT = 40;

    private static final List<String> TYPES =
            List.of("c7i.large", "c7i.large", "c7i.large|c7a.large|m7i.large", "c7i.*|m7i.large", "c9.large");

    /** Many, so that one command does not end everything; the last one has no instance. */
    private static final List<String> OWNERS =
            List.of("ada", "bob", "cleo", "dora", "emil", "finn", "gina", "hugo", "nobody");

    private final World world;
    private final List<String> names = new java.util.ArrayList<>();

    Users(World world) {
        this.world = world;
    }

    void publish(int number) {
        int kind = world.random.nextInt(100);
        if (kind < 55 || names.isEmpty()) {
            launch(number);
        } else if (kind < 72) {
            boolean shorten = world.random.nextInt(3) == 0;
            send(
                    "ExtendInstance",
                    number,
                    about().put("by", world.random.nextInt(1, shorten ? 10 : 20) + "m")
                            .put("shorten", shorten));
        } else if (kind < 82) {
            send("TerminateInstance", number, about());
        } else if (kind < 89) {
            send("StopInstance", number, about());
        } else if (kind < 95) {
            send("StartInstance", number, about());
        } else if (kind < 98) {
            send("HibernateInstance", number, about());
        } else {
            send("PaintInstance", number, about());
        }
    }

    private void launch(int number) {
        // Now and then a name that is in use.
        String name = !names.isEmpty() && world.random.nextInt(8) == 0 ? recent() : "box-" + number;
        names.add(name);
        JsonObject.Builder fields = JsonObject.builder()
                .put("name", name)
                .put("owner", OWNERS.get(world.random.nextInt(OWNERS.size() - 1)))
                // Few templates, so that a breaker may trip.
                .put("command", "work " + world.random.nextInt(12))
                .put("instanceType", TYPES.get(world.random.nextInt(TYPES.size())))
                .put("ami", "ami-12345678")
                .put("ttl", world.random.nextInt(60, 1_800) + "s");
        if (world.random.nextInt(4) == 0) {
            fields.put("spot", true).put("onDemandFallback", world.random.nextBoolean());
        }
        if (world.random.nextInt(4) == 0) {
            fields.put("idleTimeout", world.random.nextInt(60, 600) + "s")
                    .put("onIdle", world.random.nextBoolean() ? "stop" : "terminate");
        }
        if (world.random.nextInt(8) == 0) {
            fields.put("hibernation", true);
        }
        if (world.random.nextInt(4) == 0) {
            fields.put("patience", world.random.nextInt(10, 300) + "s");
        }
        if (world.random.nextInt(3) == 0) {
            // Of some of them the first minute costs more, which is refused.
            fields.put("costLimit", "%d.%02d".formatted(world.random.nextInt(4), world.random.nextInt(10, 100)));
        }
        if (world.random.nextInt(6) == 0) {
            fields.put("onComplete", "terminate");
        }
        if (world.random.nextInt(4) == 0) {
            fields.put("replace", true);
        }
        if (world.random.nextInt(6) == 0) {
            fields.put("keepOnError", true);
        }
        if (world.random.nextInt(30) == 0) {
            fields.put("instanceType", "mac2.metal");
        }
        if (world.random.nextInt(30) == 0) {
            fields.put("warnMinutes", new JsonArray(List.of()));
        }
        if (world.random.nextInt(10) == 0) {
            array(fields);
        }
        send("LaunchInstance", number, fields);
    }

    /** Some of them with what goes with one instance only, which is refused. */
    private void array(JsonObject.Builder fields) {
        boolean refill = world.random.nextInt(3) == 0;
        int size = world.random.nextInt(2, 5);
        fields.put(
                        "array",
                        JsonObject.builder()
                                .put("size", size)
                                .put("minViable", world.random.nextInt(1, size + 1))
                                .put("refill", refill)
                                .build())
                .put("replace", false)
                .put("keepOnError", world.random.nextInt(10) == 0);
        if (refill) {
            fields.put("spot", true);
        }
    }

    private JsonObject.Builder about() {
        if (world.random.nextInt(8) == 0) {
            return JsonObject.builder().put("owner", OWNERS.get(world.random.nextInt(OWNERS.size())));
        }
        if (world.random.nextInt(12) == 0) {
            return JsonObject.builder().put("array", recent());
        }
        return JsonObject.builder().put("target", world.random.nextInt(20) == 0 ? "nobody" : recent());
    }

    private String recent() {
        return names.get(names.size() - 1 - world.random.nextInt(Math.min(RECENT, names.size())));
    }

    private void send(String type, int number, JsonObject.Builder fields) {
        String id = "command-" + number;
        JsonObject detail = JsonObject.builder()
                .put("version", 1)
                .put("id", id)
                .put("correlationId", id)
                .put("at", world.time.instant().toString())
                .putAll(fields.build())
                .build();
        commands.put(id, detail);
        // The command line tries again when it hears no answer, so the bus may have taken it several times.
        int copies = world.weather.strikes(0.5) ? 2 + world.random.nextInt(3) : 1;
        for (int i = 0; i < copies; i++) {
            world.time.after(
                    i == 0 ? Duration.ZERO : world.time.between(100, 60_000),
                    () -> world.publish("spawn.cli", type, detail));
        }
    }
}
