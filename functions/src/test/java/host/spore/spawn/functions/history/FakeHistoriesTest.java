package host.spore.spawn.functions.history;

import host.spore.spawn.events.InstanceId;
import java.util.List;
import java.util.Optional;

class FakeHistoriesTest extends HistoriesContract {
    private final FakeHistories subject = new FakeHistories();

    @Override
    Histories subject() {
        return subject;
    }

    @Override
    List<Entry> entries(InstanceId instance) {
        return subject.of(instance).entrySet().stream()
                .map(entry -> new Entry(
                        entry.getKey(),
                        entry.getValue(),
                        Optional.ofNullable(subject.expiring(instance).get(entry.getKey()))))
                .toList();
    }
}
