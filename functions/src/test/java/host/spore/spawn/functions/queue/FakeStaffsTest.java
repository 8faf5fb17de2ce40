package host.spore.spawn.functions.queue;

class FakeStaffsTest extends StaffsContract {
    private final FakeStaffs fake = new FakeStaffs();
    private int count;

    @Override
    Staffs subject() {
        return fake;
    }

    @Override
    String freshRun() {
        return "run-" + count++;
    }
}
