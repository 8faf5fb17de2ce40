package host.spore.spawn.functions.dns;

import host.spore.spawn.local.cloud.Cloud;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqsInboxContractIT extends InboxContract {
    private static final int AN_HOUR = 3_600;

    private final Cloud cloud = Cloud.get();
    private final String url = cloud.queues
            .createQueue(request -> request.queueName("inbox-" + cloud.newId())
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(AN_HOUR))))
            .queueUrl();

    /** Each is received once, so what is due is gone from the queue and remembered here. */
    private final Set<String> due = new HashSet<>();

    @AfterAll
    void removeTheQueue() {
        cloud.queues.deleteQueue(request -> request.queueUrl(url));
    }

    @Override
    Inbox subject() {
        return new SqsInbox(cloud.queues, url);
    }

    @Override
    Letter delivered() {
        String id = cloud.queues
                .sendMessage(request -> request.queueUrl(url).messageBody("one"))
                .messageId();
        for (Message message : receive()) {
            if (message.messageId().equals(id)) {
                return new Letter(id, message.receiptHandle(), 1, message.body());
            }
        }
        throw new AssertionError("what was sent just now is not delivered");
    }

    @Override
    boolean isDue(Letter letter) {
        receive().forEach(message -> due.add(message.messageId()));
        receive().forEach(message -> due.add(message.messageId()));
        receive().forEach(message -> due.add(message.messageId()));
        return due.contains(letter.id());
    }

    @Override
    void take(Letter letter) {
        cloud.queues.deleteMessage(request -> request.queueUrl(url).receiptHandle(letter.receipt()));
    }

    private Iterable<Message> receive() {
        return cloud.queues
                .receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10))
                .messages();
    }
}
