package host.spore.spawn.functions.sweep;

class FakeFilesTest extends FilesContract {
    private final FakeFiles fake = new FakeFiles();
    private int count;

    @Override
    Files subject() {
        return fake;
    }

    @Override
    protected String freshKey() {
        return "fresh-" + count++;
    }
}
