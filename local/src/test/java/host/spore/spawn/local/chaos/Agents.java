package host.spore.spawn.local.chaos;

import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What runs on the instances: spored, and the timer beside it; either may be missing. Users and EC2 end some. */
final class Agents {
    /** The tag of an instance on which it never starts. */
    static final String NONE = "no-agent";

    private final World world;
    private final Set<String> met = new HashSet<>();
    private final Set<String> withoutAgent = new HashSet<>();
    private final Set<String> withoutTimer = new HashSet<>();
    private long ids;

    /** None of them starts. */
    boolean silent;

    Agents(World world) {
        this.world = world;
    }

    void changed(Machines.Machine machine) {
        if (silent || !machine.state.equals("running")) {
            return;
        }
        if (met.add(machine.id)) {
            if (world.weather.strikes(0.3) || machine.tags.containsKey(NONE)) {
                withoutAgent.add(machine.id);
            }
            if (world.weather.strikes(0.3)) {
                withoutTimer.add(machine.id);
            }
            if (!world.weather.isFair() && world.random.nextInt(50) == 0) {
                whileUp(machine, world.time.between(60_000, 900_000), machine.turns, () -> {
                    world.counts.merge("ended by a user", 1, Integer::sum);
                    world.machines.terminate(machine.id, "Client.UserInitiatedShutdown");
                });
            }
            if (!world.weather.isFair() && machine.spot && world.random.nextInt(5) == 0) {
                interrupt(machine);
            }
        }
        int turn = machine.turns;
        if (!withoutTimer.contains(machine.id)) {
            timer(machine, turn);
        }
        if (!withoutAgent.contains(machine.id)) {
            whileUp(machine, world.time.between(15_000, 60_000), turn, () -> start(machine, turn));
        }
    }

    private void interrupt(Machines.Machine machine) {
        int turn = machine.turns;
        whileUp(machine, world.time.between(90_000, 900_000), turn, () -> {
            world.counts.merge("spot interruptions", 1, Integer::sum);
            world.spotWarning(machine.id);
            if (!withoutAgent.contains(machine.id)) {
                say(
                        machine,
                        turn,
                        "SpotInterrupted",
                        JsonObject.builder()
                                .put("action", "terminate")
                                .put(
                                        "interruptionAt",
                                        world.time.instant().plusSeconds(120).toString())
                                .build());
            }
            whileUp(
                    machine,
                    Duration.ofMinutes(2),
                    turn,
                    () -> world.machines.terminate(machine.id, "Server.SpotInstanceTermination"));
        });
    }

    private void start(Machines.Machine machine, int turn) {
        say(
                machine,
                turn,
                "AgentStarted",
                JsonObject.builder()
                        .put("agentVersion", "0.1.0")
                        .put("pid", 1)
                        .put("bootId", "b")
                        .put("restarted", false)
                        .build());
        watchDeadline(machine, turn);
        String idle = machine.tags.get("spawn:idle-timeout");
        if (idle != null && world.random.nextInt(3) > 0) {
            long seconds = SpawnDuration.parse(idle).value().toSeconds();
            whileUp(machine, Duration.ofSeconds(seconds + 30), turn, () -> idle(machine, turn, seconds, 1));
        }
        if (machine.tags.containsKey("spawn:on-complete") && world.random.nextInt(3) > 0) {
            whileUp(
                    machine,
                    world.time.between(30_000, 300_000),
                    turn,
                    () -> say(
                            machine,
                            turn,
                            "InstanceFinished",
                            JsonObject.builder()
                                    .put("status", "success")
                                    .put("action", machine.tags.getOrDefault("spawn:on-complete", ""))
                                    .build()));
        }
    }

    private void idle(Machines.Machine machine, int turn, long seconds, int attempt) {
        say(
                machine,
                turn,
                "InstanceIdle",
                JsonObject.builder()
                        .put("since", world.time.instant().minusSeconds(seconds).toString())
                        .put("windowSeconds", seconds)
                        .put("action", machine.tags.getOrDefault("spawn:on-idle", ""))
                        .put("attempt", attempt)
                        .build());
        whileUp(machine, Duration.ofMinutes(5), turn, () -> idle(machine, turn, seconds, attempt + 1));
    }

    /** Reads the tag every half minute, and powers off at the deadline. */
    private void watchDeadline(Machines.Machine machine, int turn) {
        Instant deadline = deadline(machine);
        Instant now = world.time.instant();
        if (!now.isBefore(deadline)) {
            say(
                    machine,
                    turn,
                    "DeadlineReached",
                    JsonObject.builder().put("deadline", deadline.toString()).build());
            world.machines.terminate(machine.id, "Client.InstanceInitiatedShutdown");
            return;
        }
        Duration left = Duration.between(now, deadline);
        Duration half = Duration.ofSeconds(30);
        whileUp(machine, left.compareTo(half) < 0 ? left : half, turn, () -> watchDeadline(machine, turn));
    }

    private void timer(Machines.Machine machine, int turn) {
        whileUp(machine, Duration.ofMinutes(1), turn, () -> {
            if (!world.time.instant().isBefore(deadline(machine).plusSeconds(90))) {
                world.machines.terminate(machine.id, "Client.InstanceInitiatedShutdown");
                return;
            }
            timer(machine, turn);
        });
    }

    private static Instant deadline(Machines.Machine machine) {
        return Instant.parse(machine.tags.getOrDefault("ttl", ""));
    }

    /** Spooled, and sent until the bus has it or the instance is gone. */
    private void say(Machines.Machine machine, int turn, String type, JsonObject fields) {
        JsonObject detail = JsonObject.builder()
                .put("version", 1)
                .put("id", "agent-" + ++ids)
                .put("correlationId", machine.tags.getOrDefault("spawn:correlation", "none"))
                .put("at", world.time.instant().toString())
                .put("instanceId", machine.id)
                .putAll(fields)
                .build();
        send(machine, turn, type, detail);
    }

    private void send(Machines.Machine machine, int turn, String type, JsonObject detail) {
        if (world.weather.strikes(1)) {
            whileUp(machine, Duration.ofSeconds(10), turn, () -> send(machine, turn, type, detail));
            return;
        }
        world.publish(
                "spawn.agent/arn:aws:ec2:" + World.REGION + ":" + World.ACCOUNT + ":instance/" + machine.id,
                type,
                detail);
    }

    private void whileUp(Machines.Machine machine, Duration delay, int turn, Runnable work) {
        world.time.after(delay, () -> {
            if (machine.turns == turn) {
                work.run();
            }
        });
    }
}
