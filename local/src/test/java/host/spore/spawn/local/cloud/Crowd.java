package host.spore.spawn.local.cloud;

import host.spore.spawn.events.Outcome;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * People and their rules: commands of every kind, to names that exist and that do not, doubled and out of order; beside
 * them a bus that says again, late, what EC2 and the agents have said, and somebody who kills agents.
 */
final class Crowd implements AutoCloseable {
    /** Doubled, or late, each. */
    private static final double DISTURBED = 0.3;

    private static final int RECENT = 8;

    private static final Set<String> OUTCOMES = Arrays.stream(Outcome.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());

    final Set<String> commands = ConcurrentHashMap.newKeySet();
    final Set<String> names = ConcurrentHashMap.newKeySet();

    /** Of instances whose agent was killed for good. */
    final Set<String> crashed = ConcurrentHashMap.newKeySet();

    /** What went wrong with the crowd itself, which then has not done what is asked of it. */
    final Queue<Throwable> troubles = new ConcurrentLinkedQueue<>();

    private final Cloud cloud;

    /** Drawn from by the test's own thread alone, so that a seed is a series of commands. */
    private final Random random;

    private final RandomGenerator disturbance;
    private final String run;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(4);
    /** How often somebody else's word was said again. */
    final AtomicInteger said = new AtomicInteger();

    private final Set<Heard> repeated = ConcurrentHashMap.newKeySet();
    private final List<String> recent = new ArrayList<>();

    Crowd(Cloud cloud, long seed) {
        this.cloud = cloud;
        random = new Random(seed);
        disturbance = new Random(seed);
        run = cloud.newName("chaos");
        ScheduledFuture<?> _ = later.scheduleWithFixedDelay(() -> attempt(this::disturb), 1, 1, TimeUnit.SECONDS);
    }

    /** How many commands have no outcome yet: a machine that is slower than the crowd must not drown in it. */
    long unanswered() {
        Set<String> answered = cloud.tap.all(heard -> OUTCOMES.contains(heard.type())).stream()
                .flatMap(heard -> heard.detail().optionalString("commandId").stream())
                .collect(Collectors.toSet());
        return commands.stream().filter(command -> !answered.contains(command)).count();
    }

    /** One command, soon. */
    void publish(int number) {
        int kind = random.nextInt(100);
        if (kind < 48 || recent.isEmpty()) {
            launch(number);
        } else if (kind < 64) {
            send("ExtendInstance", number, about().put("by", random.nextInt(5, 20) + "s"));
        } else if (kind < 74) {
            send("TerminateInstance", number, about());
        } else if (kind < 82) {
            send("StopInstance", number, about());
        } else if (kind < 90) {
            send("StartInstance", number, about());
        } else if (kind < 96) {
            send("HibernateInstance", number, about());
        } else {
            send("PaintInstance", number, about());
        }
    }

    private void launch(int number) {
        String name = !recent.isEmpty() && random.nextInt(8) == 0 ? any() : run + "-" + number;
        names.add(name);
        recent.add(name);
        JsonObject.Builder fields = JsonObject.builder()
                .put("name", name)
                .put("owner", "it")
                // There is no room for the first one anywhere.
                .put("instanceType", random.nextInt(4) == 0 ? "p5.48xlarge|t3.micro" : "t3.micro")
                .put("ttl", random.nextInt(40, 100) + "s");
        if (random.nextInt(5) == 0) {
            fields.put("hibernation", true);
        } else if (random.nextInt(5) == 0) {
            fields.put("spot", true).put("onDemandFallback", true);
        }
        if (random.nextInt(12) == 0) {
            fields.put("ttl", "1w");
        }
        send("LaunchInstance", number, fields);
    }

    private JsonObject.Builder about() {
        return JsonObject.builder().put("target", random.nextInt(12) == 0 ? run + "-nobody" : any());
    }

    private String any() {
        return recent.get(recent.size() - 1 - random.nextInt(Math.min(RECENT, recent.size())));
    }

    private void send(String type, int number, JsonObject.Builder fields) {
        String id = run + "-command-" + number;
        JsonObject detail = JsonObject.builder()
                .put("version", 1)
                .put("id", id)
                .put("correlationId", id)
                .put("at", Instant.now().toString())
                .putAll(fields.build())
                .build();
        commands.add(id);
        int copies = strikes() ? 2 + random.nextInt(3) : 1;
        for (int i = 0; i < copies; i++) {
            after(
                    strikes() ? Duration.ofSeconds(random.nextInt(10)) : Duration.ZERO,
                    () -> cloud.publish(type, detail));
        }
    }

    /** What a rule delivers twice and late, and what kills an agent. */
    private void disturb() {
        for (Heard heard : cloud.tap.all(this::isOthersWord)) {
            if (repeated.add(heard) && strikes()) {
                said.incrementAndGet();
                after(Duration.ofSeconds(disturbance.nextInt(1, 30)), () -> cloud.sayAgain(heard));
            }
        }
        for (Heard ready : cloud.tap.all(heard -> heard.type().equals("InstanceReady"))) {
            String name = ready.detail().optionalString("name").orElse("");
            if (names.contains(name) && repeated.add(ready) && disturbance.nextInt(3) == 0) {
                // One that has ended by now cannot be killed.
                if (cloud.script("crash", name, "--for-good").exit() == 0) {
                    crashed.add(ready.detail().string("instanceId"));
                }
            }
        }
    }

    private boolean isOthersWord(Heard heard) {
        return !heard.source().equals("spawn.control") && !heard.source().equals("spawn.cli");
    }

    private boolean strikes() {
        return disturbance.nextDouble() < DISTURBED;
    }

    private void after(Duration delay, Runnable work) {
        ScheduledFuture<?> _ = later.schedule(() -> attempt(work), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | AssertionError trouble) {
            // An executor would keep it to itself.
            if (!later.isShutdown()) {
                troubles.add(trouble);
            }
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
