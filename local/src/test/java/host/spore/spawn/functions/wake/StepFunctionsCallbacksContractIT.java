package host.spore.spawn.functions.wake;

import host.spore.spawn.local.cloud.Cloud;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sqs.model.Message;

/** With a flow of its own, which parks by sending its token to a queue, where the test finds it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsCallbacksContractIT extends CallbacksContract {
    /** Of 20 seconds, the longest there are: a busy machine starts executions late. */
    private static final int POLLS = 4;

    private final Cloud cloud = Cloud.get();
    private final String name = cloud.newName("contract-parks");
    private final String queueUrl =
            cloud.queues.createQueue(request -> request.queueName(name)).queueUrl();
    private String flowArn = "";

    @BeforeAll
    void makeTheFlow() {
        String definition = """
                {"StartAt": "Park",
                 "TimeoutSeconds": 120,
                 "States": {"Park": {
                   "Type": "Task",
                   "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                   "Parameters": {"QueueUrl": "%s", "MessageBody.$": "$$.Task.Token"},
                   "End": true}}}
                """.formatted(queueUrl);
        flowArn = cloud.flows
                .createStateMachine(request ->
                        request.name(name).definition(definition).roleArn("arn:aws:iam::000000000000:role/contract"))
                .stateMachineArn();
    }

    @AfterAll
    void removeFlowAndQueue() {
        cloud.flows.deleteStateMachine(request -> request.stateMachineArn(flowArn));
        cloud.queues.deleteQueue(request -> request.queueUrl(queueUrl));
    }

    @Override
    protected Callbacks subject() {
        return new StepFunctionsCallbacks(cloud.flows);
    }

    @Override
    protected String parked() {
        cloud.flows.startExecution(request -> request.stateMachineArn(flowArn));
        List<Message> messages = List.of();
        for (int poll = 0; poll < POLLS && messages.isEmpty(); poll++) {
            messages = cloud.queues
                    .receiveMessage(request ->
                            request.queueUrl(queueUrl).maxNumberOfMessages(1).waitTimeSeconds(20))
                    .messages();
        }
        Message message = messages.getFirst();
        cloud.queues.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        return message.body();
    }
}
