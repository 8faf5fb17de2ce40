package host.spore.spawn.functions.reaper;

import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link DeadLetters} in memory: what is received is hidden from the next look. */
final class FakeDeadLetters implements DeadLetters {
    final Faults faults = new Faults();

    private final Map<String, Letter> letters = new LinkedHashMap<>();
    private final List<Letter> visible = new ArrayList<>();

    void put(String body) {
        String id = "message-" + letters.size();
        Letter letter = new Letter(id, "receipt-" + id, body);
        letters.put(id, letter);
        visible.add(letter);
    }

    /** Those that nobody deleted. */
    List<String> left() {
        return letters.values().stream().map(Letter::body).toList();
    }

    @Override
    public List<Letter> receive() {
        faults.enter();
        List<Letter> batch = List.copyOf(visible.subList(0, Math.min(10, visible.size())));
        visible.removeAll(batch);
        return batch;
    }

    @Override
    public void delete(Letter letter) {
        letters.remove(letter.id());
    }
}
