package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.InstanceId;

class FakeTimelinesTest extends TimelinesContract {
    private final FakeTimelines fake = new FakeTimelines();

    @Override
    Timelines subject() {
        return fake;
    }

    @Override
    void append(InstanceId instance, String key, Entry entry) {
        fake.append(instance, key, entry);
    }
}
