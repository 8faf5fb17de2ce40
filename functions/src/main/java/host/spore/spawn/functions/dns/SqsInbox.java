package host.spore.spawn.functions.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/** {@link Inbox} in SQS. One that SQS does not hide so long comes after the queue's own time: that is no loss. */
final class SqsInbox implements Inbox {
    /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
    private static final int MOST = 10;

    private final SqsClient sqs;
    private final String queueUrl;

    SqsInbox(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void comeAgain(Map<Letter, Duration> letters) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        letters.forEach((letter, after) -> entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(Integer.toString(entries.size() % MOST))
                .receiptHandle(letter.receipt())
                .visibilityTimeout(Math.toIntExact(after.toSeconds()))
                .build()));
        for (int from = 0; from < entries.size(); from += MOST) {
            List<ChangeMessageVisibilityBatchRequestEntry> some =
                    entries.subList(from, Math.min(entries.size(), from + MOST));
            sqs.changeMessageVisibilityBatch(
                    request -> request.queueUrl(queueUrl).entries(some));
        }
    }
}
