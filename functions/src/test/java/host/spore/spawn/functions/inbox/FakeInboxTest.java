package host.spore.spawn.functions.inbox;

class FakeInboxTest extends InboxContract {
    private final FakeInbox inbox = new FakeInbox();
    private int count;

    @Override
    protected Inbox subject() {
        return inbox;
    }

    @Override
    protected String freshKey() {
        return "inbox/key-" + count++;
    }

    @Override
    protected String put(String key, byte[] content) {
        return inbox.put(key, content);
    }
}
