package host.spore.spawn.functions.queue;

class FakeDocumentsTest extends DocumentsContract {
    private final FakeDocuments fake = new FakeDocuments();
    private int count;

    @Override
    Documents subject() {
        return fake;
    }

    @Override
    protected String bucket() {
        return "bucket";
    }

    @Override
    protected String freshKey() {
        return "queues/key-" + count++;
    }
}
