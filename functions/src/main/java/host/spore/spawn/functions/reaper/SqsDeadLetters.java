package host.spore.spawn.functions.reaper;

import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@link DeadLetters} in SQS. */
final class SqsDeadLetters implements DeadLetters {
    private static final int MOST = 10;

    /** Longer than a sweep, so that what could not be started comes again only in the next one. */
    private static final int HIDDEN_SECONDS = 180;

    private final SqsClient sqs;
    private final String queueUrl;

    SqsDeadLetters(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public List<Letter> receive() {
        return sqs
                .receiveMessage(request ->
                        request.queueUrl(queueUrl).maxNumberOfMessages(MOST).visibilityTimeout(HIDDEN_SECONDS))
                .messages()
                .stream()
                .map(message -> new Letter(message.messageId(), message.receiptHandle(), message.body()))
                .toList();
    }

    @Override
    public void delete(Letter letter) {
        sqs.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(letter.receipt()));
    }
}
