package host.spore.spawn.functions.alerts;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Subscriber;
import org.junit.jupiter.api.AfterEach;

class SnsTopicsContractIT extends TopicsContract {
    private final Cloud cloud = Cloud.get();
    private final Subscriber subscriber = new Subscriber(cloud);

    @AfterEach
    void removeThem() {
        subscriber.close();
    }

    @Override
    Topics subject() {
        return new SnsTopics(cloud.topics);
    }

    @Override
    String topic() {
        return subscriber.topic();
    }

    @Override
    String received() {
        return subscriber.received();
    }
}
