package host.spore.spawn.queues.run;

import host.spore.spawn.queues.compile.Gate;
import host.spore.spawn.queues.compile.Settlement;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.Queue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workers without bound, the step function and the table, as the machine finds them. */
final class World implements Cloud {
    /** What happened at gates, so that a test can see that it has seen all of it. */
    enum AtGate {
        PARKED_THEN_OPENED,
        PARKED_THEN_SKIPPED,
        TOO_LATE_AND_OPEN,
        TOO_LATE_AND_SKIPPED,
        RELEASED_TWICE
    }

    private static final class Item {
        @Nullable
        Set<String> waiting;

        boolean skipped;

        @Nullable
        Answer token;
    }

    final Map<String, Simulator.Ran> ran = new LinkedHashMap<>();
    final Map<String, Long> started = new LinkedHashMap<>();
    final Map<String, String> skipped = new LinkedHashMap<>();
    final Map<AtGate, Integer> seen = new EnumMap<>(AtGate.class);
    final List<String> wrong = new ArrayList<>();

    private final Time time;
    private final Queue queue;
    private final Elements elements;
    private final Map<String, Job> jobs = new HashMap<>();
    private final Map<String, Script> scripts;
    private final Map<String, Integer> tries = new HashMap<>();
    private final Map<String, Gate> gates = new LinkedHashMap<>();
    private final Map<String, Item> items = new HashMap<>();

    /** None: calls take no time, and pauses are as long as they may be. */
    private final @Nullable Random weather;

    World(Time time, Queue queue, List<Gate> gates, Map<String, Script> scripts, @Nullable Random weather) {
        this.time = time;
        this.queue = queue;
        this.elements = Elements.of(queue);
        queue.jobs().forEach(job -> jobs.put(job.id(), job));
        this.scripts = scripts;
        this.weather = weather;
        gates.forEach(gate -> {
            this.gates.put(gate.target(), gate);
            Item item = new Item();
            item.waiting = new LinkedHashSet<>(gate.awaits());
            items.put("gate#" + gate.target(), item);
        });
    }

    void forget(String gate) {
        items.remove("gate#" + gate);
    }

    @Override
    public void work(Map<String, Object> arguments, Life life, Answer answer) {
        Element element = element(arguments);
        Job job = Objects.requireNonNull(jobs.get(element.job()), element.job());
        String key = element.key();
        if (!"run-1".equals(arguments.get("run"))) {
            wrong.add(key + " has another run's id");
        }
        int number = tries.merge(key, 1, Integer::sum) - 1;
        if (!Long.valueOf(number).equals(arguments.get("attempt"))) {
            wrong.add(key + " is not told how often it was tried");
        }
        if (number == 0) {
            started.put(key, time.now());
            for (Element awaited : elements.awaited(element)) {
                Simulator.Ran before = ran.get(awaited.key());
                if (before == null || (!before.well() && !job.always())) {
                    wrong.add(key + " started, and " + awaited + " has not ended well");
                }
            }
        }
        if (ran.containsKey(key)) {
            wrong.add(key + " ran again");
        }
        Script.Try now = Objects.requireNonNull(scripts.get(key), key).at(number);
        time.after(now.millis(), () -> {
            if (life.isOver()) {
                return;
            }
            if (now.error() == null) {
                ran.put(key, new Simulator.Ran(Objects.requireNonNull(started.get(key)), time.now(), null));
            }
            answer.give(now.error(), Map.of("results", "somewhere"));
        });
    }

    private static Element element(Map<?, ?> of) {
        String job = String.valueOf(of.get("job"));
        return of.get("index") instanceof Number number ? Element.of(job, number.intValue()) : Element.of(job);
    }

    @Override
    public void step(Map<String, Object> payload, Answer answer) {
        if (Objects.equals(payload.get("step"), "release")) {
            release(String.valueOf(payload.get("of")));
            if (weather != null && weather.nextInt(4) == 0) {
                see(AtGate.RELEASED_TWICE);
                release(String.valueOf(payload.get("of")));
            }
        } else if (payload.get("failure") instanceof Map<?, ?> failure) {
            settle(element(failure), String.valueOf(failure.get("error")));
        } else {
            throw new IllegalStateException("no step: " + payload);
        }
        answer.give(null, Map.of("Payload", Map.of()));
    }

    private void release(String label) {
        gates.forEach((target, gate) -> {
            Item item = items.get("gate#" + target);
            if (item == null || item.waiting == null || !item.waiting.remove(label) || !item.waiting.isEmpty()) {
                return;
            }
            item.waiting = null;
            if (item.token != null) {
                see(AtGate.PARKED_THEN_OPENED);
                item.token.give(null, Map.of());
            }
        });
    }

    private void settle(Element failed, String error) {
        String key = failed.key();
        ran.put(key, new Simulator.Ran(Objects.requireNonNull(started.get(key)), time.now(), error));
        Settlement settlement = Settlement.of(elements, queue.onFailure(), List.copyOf(gates.values()), failed);
        settlement.skipped().forEach(element -> skipped.putIfAbsent(element.key(), failed.job()));
        settlement.gates().forEach(target -> {
            Item item = items.get("gate#" + target);
            if (item == null || item.skipped) {
                return;
            }
            item.skipped = true;
            item.waiting = null;
            if (item.token != null) {
                see(AtGate.PARKED_THEN_SKIPPED);
                item.token.give("Job.Skipped", Map.of());
            }
        });
    }

    @Override
    public @Nullable String park(Map<String, Object> arguments, Answer token) {
        if (!Objects.equals(arguments.get("ConditionExpression"), "attribute_exists(waiting)")
                || !Objects.equals(arguments.get("UpdateExpression"), "SET task_token = :token")) {
            throw new IllegalStateException("not the gate's write: " + arguments);
        }
        Item item = items.get(key(arguments));
        if (item == null || item.waiting == null) {
            return "DynamoDb.ConditionalCheckFailedException";
        }
        item.token = token;
        return null;
    }

    @Override
    public Map<String, Object> read(Map<String, Object> arguments) {
        if (!Objects.equals(arguments.get("ConsistentRead"), true)) {
            wrong.add("a gate is read as it was, not as it is");
        }
        Item item = items.get(key(arguments));
        Map<String, Object> found = new HashMap<>();
        if (item != null) {
            see(item.skipped ? AtGate.TOO_LATE_AND_SKIPPED : AtGate.TOO_LATE_AND_OPEN);
            Map<String, Object> attributes = new HashMap<>();
            if (item.waiting != null) {
                attributes.put("waiting", Map.of("SS", List.copyOf(item.waiting)));
            }
            if (item.skipped) {
                attributes.put("skipped", Map.of("S", "why"));
            }
            attributes.put("run_id", Map.of("S", "run-1"));
            found.put("Item", attributes);
        }
        return found;
    }

    private static String key(Map<String, Object> arguments) {
        if (!(arguments.get("Key") instanceof Map<?, ?> key)
                || !Objects.equals(arguments.get("TableName"), "${QueuesTable}")
                || !Objects.equals(key.get("run_id"), Map.of("S", "run-1"))
                || !(key.get("item") instanceof Map<?, ?> item)) {
            throw new IllegalStateException("not a key of the table: " + arguments);
        }
        return String.valueOf(item.get("S"));
    }

    private void see(AtGate what) {
        seen.merge(what, 1, Integer::sum);
    }

    @Override
    public long latency() {
        return weather == null ? 0 : weather.nextInt(400);
    }

    @Override
    public long pause(long most) {
        return weather == null ? most : Math.round(weather.nextDouble() * most);
    }
}
