package host.spore.spawn.functions.bus;

class FakeBusTest extends BusContract {
    private final FakeBus fake = new FakeBus();

    @Override
    protected Bus subject() {
        return fake;
    }

    @Override
    protected String freshId() {
        return "event-1";
    }

    @Override
    protected Carried carried(String id) {
        return fake.published.stream()
                .filter(event -> event.detail().string("id").equals(id))
                .map(event -> new Carried(event.type(), event.detail()))
                .findFirst()
                .orElseThrow();
    }
}
