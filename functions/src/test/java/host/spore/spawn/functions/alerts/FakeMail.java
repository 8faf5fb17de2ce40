package host.spore.spawn.functions.alerts;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Mail} in memory. */
final class FakeMail implements Mail {
    static final String VERIFIED = "spawn@example.org";

    final Map<String, Letter> sent = new LinkedHashMap<>();

    @Override
    public String send(String from, String to, Letter letter) {
        if (!from.equals(VERIFIED)) {
            throw new NotTakenException("SES refused the mail: not verified");
        }
        String id = "mail-" + sent.size();
        sent.put(id, letter);
        return id;
    }
}
