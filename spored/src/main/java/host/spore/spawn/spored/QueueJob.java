package host.spore.spawn.spored;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One job, as {@code queue.json} has it for workers.
 *
 * @param command shell, exactly as its author wrote it
 * @param timeout of one try
 * @param need what the worker keeps free for it
 * @param array how many elements, if it is an array
 * @param after the jobs that it follows, whose results it may read
 * @param done what an earlier run has done of it
 * @param results where that run put it
 */
record QueueJob(
        String id,
        String command,
        Duration timeout,
        Map<String, String> env,
        Hooks hooks,
        List<String> resultPaths,
        Need need,
        OptionalInt array,
        List<String> after,
        Done done,
        Optional<String> results) {
    /** Shell around a job, or around the queue. */
    record Hooks(Optional<String> pre, Optional<String> post) {
        static Hooks of(JsonObject owner) {
            Optional<JsonObject> hooks = owner.optionalObject("hooks");
            return new Hooks(
                    hooks.flatMap(object -> object.optionalString("pre")),
                    hooks.flatMap(object -> object.optionalString("post")));
        }
    }

    /** Of processors and memory; 0 where nothing is asked for. */
    record Need(long cpus, long memoryMb) {
        Need plus(Need other) {
            return new Need(cpus + other.cpus, memoryMb + other.memoryMb);
        }

        boolean isWithin(Need room) {
            return cpus <= room.cpus && memoryMb <= room.memoryMb;
        }
    }

    /**
     * @param whole all of it
     * @param elements of an array
     */
    record Done(boolean whole, Set<Integer> elements) {
        static Done of(JsonObject job) {
            Json done = job.members().get("done");
            if (done instanceof JsonObject object) {
                Set<Integer> elements = new HashSet<>();
                for (String element : object.members().keySet()) {
                    if (object.bool(element, false)) {
                        elements.add(Integer.parseInt(element));
                    }
                }
                return new Done(false, Set.copyOf(elements));
            }
            return new Done(job.bool("done", false), Set.of());
        }

        boolean includes(OptionalInt index) {
            return whole || (index.isPresent() && elements.contains(index.getAsInt()));
        }
    }

    /** @throws IllegalArgumentException when the object is no job */
    static QueueJob parse(String id, JsonObject json) {
        List<String> after = new ArrayList<>();
        for (Json item : json.array("after")) {
            after.add(text(item, "after"));
        }
        List<String> paths = new ArrayList<>();
        for (Json item : json.array("resultPaths")) {
            paths.add(text(item, "resultPaths"));
        }
        return new QueueJob(
                id,
                json.string("command"),
                Duration.ofSeconds(json.integer("timeoutSeconds")),
                json.strings("env"),
                Hooks.of(json),
                List.copyOf(paths),
                new Need(
                        json.optionalInteger("cpus").orElse(0L),
                        json.optionalInteger("memoryMb").orElse(0L)),
                json.optionalInteger("array")
                        .map(size -> OptionalInt.of(Math.toIntExact(size)))
                        .orElse(OptionalInt.empty()),
                List.copyOf(after),
                Done.of(json),
                json.optionalString("results"));
    }

    private static String text(Json item, String of) {
        if (item instanceof Json.JsonString string) {
            return string.value();
        }
        throw new JsonException("/" + of + ": expected strings, got " + item.kind());
    }
}
