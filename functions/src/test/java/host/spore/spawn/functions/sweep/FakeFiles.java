package host.spore.spawn.functions.sweep;

import host.spore.spawn.functions.lambda.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link Files} in memory. */
final class FakeFiles implements Files {
    final Faults faults = new Faults();
    final Map<String, String> texts = new TreeMap<>();

    /** What must be there. */
    String text(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new AssertionError("no " + key + " among " + texts.keySet());
        }
        return text;
    }

    @Override
    public Optional<String> read(String key) {
        faults.enter();
        return Optional.ofNullable(texts.get(key));
    }

    @Override
    public void write(String key, String text) {
        faults.enter();
        texts.put(key, text);
        faults.leave();
    }
}
