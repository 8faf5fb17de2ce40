package host.spore.spawn.functions.dns;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

class FakeInboxTest extends InboxContract {
    private final FakeInbox inbox = new FakeInbox();
    private final Set<Letter> taken = new HashSet<>();
    private int count;

    @Override
    Inbox subject() {
        return inbox;
    }

    @Override
    Letter delivered() {
        count++;
        return new Letter("m" + count, "receipt of m" + count, 1, "");
    }

    @Override
    boolean isDue(Letter letter) {
        return !taken.contains(letter) && Duration.ZERO.equals(inbox.hidden.get(letter));
    }

    @Override
    void take(Letter letter) {
        taken.add(letter);
    }
}
