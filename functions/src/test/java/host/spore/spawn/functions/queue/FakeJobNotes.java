package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@link JobNotes} in memory: each item by its attributes, sets as their sorted members with blanks between. */
final class FakeJobNotes implements JobNotes {
    final Faults faults = new Faults();

    private final Map<String, Map<String, String>> items = new HashMap<>();

    void put(String runId, String key, Map<String, String> attributes) {
        items.put(runId + " " + key, new TreeMap<>(attributes));
    }

    /** A look past the port; empty when there is no such item. */
    Map<String, String> item(String runId, String key) {
        return Map.copyOf(items.getOrDefault(runId + " " + key, Map.of()));
    }

    @Override
    public Optional<JobStatus> note(String runId, JobNote note) {
        faults.enter();
        Map<String, String> item = items.get(runId + " " + note.element().key());
        if (item == null) {
            return Optional.empty();
        }
        long rank = Long.parseLong(item.getOrDefault("rank", "-1"));
        if (isAt(item, JobStatus.WAITING, JobStatus.RUNNING, JobStatus.DONE) && rank < note.rank()) {
            item.remove("waiting_for");
            item.put("status", note.status().wire());
            item.put("reason", note.reason());
            item.put("rank", Long.toString(note.rank()));
            item.put("attempt", Integer.toString(note.attempt()));
            item.put("worker", note.worker());
            item.put("started_at", note.startedAt().toString());
            put(item, "ended_at", note.end().map(end -> end.at().toString()));
            put(item, "seconds", note.end().map(end -> Integer.toString(end.seconds())));
            put(
                    item,
                    "exit_code",
                    note.end()
                            .filter(end -> end.exitCode().isPresent())
                            .map(end -> Integer.toString(end.exitCode().getAsInt())));
            put(item, "results", note.end().flatMap(JobNote.End::results));
        }
        faults.leave();
        return Optional.of(status(item));
    }

    @Override
    public OptionalInt count(String runId, String array, int index) {
        faults.enter();
        Map<String, String> item = items.get(runId + " " + array);
        if (item == null) {
            return OptionalInt.empty();
        }
        Set<String> done = set(item, "elements_done");
        done.add(Integer.toString(index));
        item.put("elements_done", String.join(" ", done));
        faults.leave();
        return OptionalInt.of(done.size());
    }

    @Override
    public void note(String runId, String array, ArrayNote note) {
        faults.enter();
        Map<String, String> item = items.getOrDefault(runId + " " + array, new TreeMap<>());
        String at = note.at().toString();
        switch (note) {
            case ArrayNote.Begun begun -> {
                if (isAt(item, JobStatus.WAITING)) {
                    item.keySet().removeAll(Set.of("reason", "waiting_for"));
                    item.put("status", "running");
                    item.put("started_at", at);
                }
            }
            case ArrayNote.Partly partly -> {
                if (isAt(item, JobStatus.WAITING, JobStatus.RUNNING)
                        && set(item, "elements_done").size() == partly.done()) {
                    item.remove("waiting_for");
                    item.put("status", "running");
                    item.put("reason", partly.done() + " of " + partly.of() + " done");
                    item.putIfAbsent("started_at", at);
                }
            }
            case ArrayNote.Done done -> {
                if (isAt(item, JobStatus.WAITING, JobStatus.RUNNING)) {
                    item.remove("waiting_for");
                    item.put("status", "done");
                    item.put("reason", "done");
                    item.put("ended_at", at);
                }
            }
        }
        faults.leave();
    }

    @Override
    public void release(String runId, String waiting, String done) {
        faults.enter();
        Map<String, String> item = items.getOrDefault(runId + " " + waiting, new TreeMap<>());
        Set<String> left = set(item, "waiting_for");
        left.remove(done);
        put(item, "waiting_for", left.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", left)));
        if (isAt(item, JobStatus.WAITING) && !item.containsKey("rank")) {
            item.put("reason", DynamoJobNotes.waitingFor(left));
        }
        faults.leave();
    }

    private static void put(Map<String, String> item, String attribute, Optional<String> value) {
        value.ifPresentOrElse(text -> item.put(attribute, text), () -> item.remove(attribute));
    }

    private static Set<String> set(Map<String, String> item, String attribute) {
        String text = item.getOrDefault(attribute, "");
        return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(text.split(" ")));
    }

    private static boolean isAt(Map<String, String> item, JobStatus... statuses) {
        return item.containsKey("status") && Arrays.asList(statuses).contains(status(item));
    }

    private static JobStatus status(Map<String, String> item) {
        return JobStatus.parse(item.getOrDefault("status", ""));
    }
}
