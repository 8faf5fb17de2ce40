package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link Documents} in memory. */
final class FakeDocuments implements Documents {
    final Faults faults = new Faults();
    final Map<String, String> texts = new TreeMap<>();

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
}
