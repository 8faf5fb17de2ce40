package host.spore.spawn.functions.queue;

import java.util.Map;

class FakeJobNotesTest extends JobNotesContract {
    private final FakeJobNotes fake = new FakeJobNotes();
    private int count;

    @Override
    JobNotes subject() {
        return fake;
    }

    @Override
    String freshRun() {
        return "run-" + count++;
    }

    @Override
    void put(String runId, String key, Map<String, String> attributes) {
        fake.put(runId, key, attributes);
    }

    @Override
    Map<String, String> item(String runId, String key) {
        return fake.item(runId, key);
    }
}
