package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link Documents} in memory. */
final class FakeDocuments implements Documents {
    final Faults faults = new Faults();
    final Map<String, String> texts = Collections.synchronizedMap(new TreeMap<>());

    @Override
    public Optional<String> read(String bucket, String key) {
        faults.enter();
        return Optional.ofNullable(texts.get(bucket + "/" + key));
    }

    @Override
    public void write(String bucket, String key, String text) {
        faults.enter();
        texts.put(bucket + "/" + key, text);
        faults.leave();
    }

    @Override
    public List<Found> list(String bucket, String prefix, int most) {
        faults.enter();
        String from = bucket + "/" + prefix;
        return texts.entrySet().stream()
                .filter(text -> text.getKey().startsWith(from))
                .limit(most)
                .map(text -> new Found(
                        text.getKey().substring(bucket.length() + 1),
                        text.getValue().length()))
                .toList();
    }

    @Override
    public void copy(String bucket, String from, String to) {
        faults.enter();
        String text = texts.get(bucket + "/" + from);
        if (text == null) {
            throw new IllegalStateException("no " + from);
        }
        texts.put(bucket + "/" + to, text);
        faults.leave();
    }
}
