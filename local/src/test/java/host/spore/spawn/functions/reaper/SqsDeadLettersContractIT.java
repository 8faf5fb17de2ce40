package host.spore.spawn.functions.reaper;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsDeadLettersContractIT extends DeadLettersContract {
    private final Cloud cloud = Cloud.get();
    private String queueUrl = "";

    @AfterEach
    void removeTheQueue() {
        cloud.queues.deleteQueue(request -> request.queueUrl(queueUrl));
    }

    @Override
    protected DeadLetters subject() {
        return new SqsDeadLetters(cloud.queues, queueUrl);
    }

    @Override
    protected void empty() {
        queueUrl = cloud.queues
                .createQueue(request -> request.queueName(cloud.newName("contract-letters")))
                .queueUrl();
    }

    @Override
    protected void put(String body) {
        cloud.queues.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
    }

    @Override
    protected int left() {
        Map<QueueAttributeName, String> attributes = cloud.queues
                .getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                + count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private static int count(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return Integer.parseInt(attributes.getOrDefault(name, "0"));
    }
}
