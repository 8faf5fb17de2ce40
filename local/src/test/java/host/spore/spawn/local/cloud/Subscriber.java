package host.spore.spawn.local.cloud;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A topic, and a queue that subscribes to it. */
public final class Subscriber implements AutoCloseable {
    private final Cloud cloud;
    private final String topic;
    private final String queueUrl;

    public Subscriber(Cloud cloud) {
        this.cloud = cloud;
        String name = cloud.newName("alerts");
        topic = cloud.topics.createTopic(request -> request.name(name)).topicArn();
        queueUrl = cloud.queues.createQueue(request -> request.queueName(name)).queueUrl();
        String queueArn = Objects.requireNonNull(cloud.queues
                .getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN));
        cloud.topics.subscribe(
                request -> request.topicArn(topic).protocol("sqs").endpoint(queueArn));
    }

    public String topic() {
        return topic;
    }

    /** The first message that comes, subject and text. */
    public String received() {
        List<Message> messages = cloud.queues
                .receiveMessage(request -> request.queueUrl(queueUrl).waitTimeSeconds(20))
                .messages();
        if (messages.isEmpty()) {
            throw new AssertionError("nothing came from " + topic);
        }
        JsonObject message = JsonObject.parse(messages.getFirst().body());
        return message.string("Subject") + "|" + message.string("Message");
    }

    @Override
    public void close() {
        cloud.topics.deleteTopic(request -> request.topicArn(topic));
        cloud.queues.deleteQueue(request -> request.queueUrl(queueUrl));
    }
}
