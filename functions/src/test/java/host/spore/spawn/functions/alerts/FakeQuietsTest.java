package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;

class FakeQuietsTest extends QuietsContract {
    private final FakeQuiets fake = new FakeQuiets();
    private int count;

    @Override
    Quiets subject() {
        return fake;
    }

    @Override
    DestinationId freshId() {
        return new DestinationId("d" + count++);
    }
}
