package host.spore.spawn.functions.alerts;

import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** {@link Topics} in SNS, of this region. */
final class SnsTopics implements Topics {
    private final SnsClient sns;

    SnsTopics(SnsClient sns) {
        this.sns = sns;
    }

    @Override
    public String publish(String topicArn, String subject, String message) {
        try {
            return sns.publish(request ->
                            request.topicArn(topicArn).subject(subject).message(message))
                    .messageId();
        } catch (NotFoundException gone) {
            throw new NotTakenException("there is no topic " + topicArn);
        } catch (AuthorizationErrorException refused) {
            throw new NotTakenException("publishing to " + topicArn
                    + " is not allowed: topics of this account and region are, others by -c alertTopics=ARN and the topic's"
                    + " own policy");
        } catch (InvalidParameterException elsewhere) {
            // Of another region, too: the client is this one's.
            throw new NotTakenException("SNS takes no message for " + topicArn + ": is it a topic of this region?");
        }
    }
}
