package host.spore.spawn.functions.alerts;

class FakeTopicsTest extends TopicsContract {
    private final FakeTopics fake = new FakeTopics();

    @Override
    Topics subject() {
        return fake;
    }

    @Override
    String topic() {
        fake.topics.add("arn:aws:sns:us-east-1:123456789012:oncall");
        return "arn:aws:sns:us-east-1:123456789012:oncall";
    }

    @Override
    String received() {
        return fake.published.getFirst();
    }
}
