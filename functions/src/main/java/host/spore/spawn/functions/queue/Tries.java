package host.spore.spawn.functions.queue;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the tries of jobs went, by the histories of their executions: the authority where a worker's word was lost.
 *
 * @param number of the last one, from 1
 * @param used of the job's own tries: those that a lost worker ended are none
 * @param state how the last one stands
 * @param facts of it
 */
record Tries(int number, int used, State state, JobRow.Facts facts) {
    /** How a try stands. */
    sealed interface State {}

    /** No worker has taken it, or a worker has it. */
    record Open(boolean started) implements State {}

    record Succeeded(Instant at) implements State {}

    record Failed(String error, Instant at) implements State {}

    /** @param histories of all executions of the run */
    static Map<Element, Tries> of(List<List<Runs.Event>> histories) {
        Map<Element, Tries> tries = new LinkedHashMap<>();
        histories.forEach(events -> read(events, tries));
        return tries;
    }

    /** An entry names the one before it; the first of them has the task's input, which says whose try it is. */
    private static void read(List<Runs.Event> events, Map<Element, Tries> into) {
        Map<Long, Element> whose = new HashMap<>();
        for (Runs.Event event : events) {
            switch (event) {
                case Runs.Scheduled(long id, String input) -> {
                    Element element = Plan.element(JsonObject.parse(input));
                    whose.put(id, element);
                    Tries before = into.get(element);
                    into.put(
                            element,
                            new Tries(
                                    before == null ? 1 : before.number() + 1,
                                    before == null ? 0 : before.used(),
                                    new Open(false),
                                    JobRow.Facts.NONE));
                }
                case Runs.Started(long id, long scheduled, Instant at) ->
                    chained(whose, id, scheduled)
                            .ifPresent(element -> into.computeIfPresent(
                                    element,
                                    (key, now) -> new Tries(
                                            now.number(), now.used(), new Open(true), started(now.number(), at))));
                case Runs.Succeeded(long id, long before, String output, Instant at) ->
                    chained(whose, id, before)
                            .ifPresent(element -> into.computeIfPresent(
                                    element,
                                    (key, now) -> new Tries(
                                            now.number(),
                                            now.used() + 1,
                                            new Succeeded(at),
                                            said(output).or(now.facts()))));
                case Runs.Failed(long id, long before, String error, String cause, Instant at) ->
                    chained(whose, id, before)
                            .ifPresent(element -> into.computeIfPresent(
                                    element,
                                    (key, now) -> new Tries(
                                            now.number(),
                                            now.used() + (JobError.isLostWorker(error) ? 0 : 1),
                                            new Failed(error, at),
                                            said(cause).or(now.facts()))));
            }
        }
    }

    private static Optional<Element> chained(Map<Long, Element> whose, long id, long before) {
        Optional<Element> element = Optional.ofNullable(whose.get(before));
        element.ifPresent(found -> whose.put(id, found));
        return element;
    }

    private static JobRow.Facts started(int number, Instant at) {
        return new JobRow.Facts(
                OptionalInt.of(number),
                Optional.empty(),
                Optional.of(at),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a worker answered with; what Step Functions says of a lost one is no JSON. */
    private static JobRow.Facts said(String answer) {
        JsonObject said;
        try {
            if (!(Json.parse(answer) instanceof JsonObject object)) {
                return JobRow.Facts.NONE;
            }
            said = object;
            return new JobRow.Facts(
                    OptionalInt.empty(),
                    said.optionalString("worker"),
                    said.optionalString("startedAt").map(Instant::parse),
                    said.optionalInteger("exitCode")
                            .map(Math::toIntExact)
                            .map(OptionalInt::of)
                            .orElse(OptionalInt.empty()),
                    said.optionalInteger("seconds"),
                    said.optionalString("results"));
        } catch (JsonException | DateTimeParseException | ArithmeticException notAWorkersWord) {
            return JobRow.Facts.NONE;
        }
    }
}
