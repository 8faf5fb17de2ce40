package host.spore.spawn.functions.alerts;

class FakeDeliveriesTest extends DeliveriesContract {
    private final FakeDeliveries fake = new FakeDeliveries();
    private int count;

    @Override
    Deliveries subject() {
        return fake;
    }

    @Override
    String freshId() {
        return "delivery-" + count++;
    }
}
