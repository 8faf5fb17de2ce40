package host.spore.spawn.functions.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Inbox} in memory. */
final class FakeInbox implements Inbox {
    /** Those that are to come again, and after how long. */
    final Map<Letter, Duration> hidden = new LinkedHashMap<>();

    @Override
    public void comeAgain(Map<Letter, Duration> letters) {
        hidden.putAll(letters);
    }
}
