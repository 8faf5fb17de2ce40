package host.spore.spawn.functions.alerts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@link Topics} in memory. */
final class FakeTopics implements Topics {
    final Set<String> topics = new HashSet<>();
    final List<String> published = new ArrayList<>();

    @Override
    public String publish(String topicArn, String subject, String message) {
        if (!topics.contains(topicArn)) {
            throw new NotTakenException("there is no topic " + topicArn);
        }
        published.add(subject + "|" + message);
        return "message-" + published.size();
    }
}
