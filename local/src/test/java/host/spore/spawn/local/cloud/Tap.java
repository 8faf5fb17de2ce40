package host.spore.spawn.local.cloud;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Hears every event on both buses, by rules of its own with a queue as their target, as a user's tool would. */
public final class Tap {
    private final Cloud cloud;
    private final String queueUrl;
    private final List<Heard> heard = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    Tap(Cloud cloud, int number) {
        this.cloud = cloud;
        String name = "spawn-it-" + number;
        queueUrl = cloud.queues.createQueue(request -> request.queueName(name)).queueUrl();
        String arn = cloud.queues
                .getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        for (String bus : List.of("spawn", "default")) {
            cloud.events.putRule(
                    request -> request.name(name).eventBusName(bus).eventPattern("{\"source\":[{\"prefix\":\"\"}]}"));
            Target queue = Target.builder().id("queue").arn(arn).build();
            cloud.events.putTargets(
                    request -> request.rule(name).eventBusName(bus).targets(queue));
        }
        Thread listener = new Thread(this::listen, "tap");
        listener.setDaemon(true);
        listener.start();
    }

    /** Everything heard so far, in the order of arrival. */
    public synchronized List<Heard> all(Predicate<Heard> which) {
        return heard.stream().filter(which).toList();
    }

    /** Waits until an event comes, or has come. */
    public synchronized Heard await(String what, Duration patience, Predicate<Heard> which) {
        Instant until = Instant.now().plus(patience);
        while (true) {
            List<Heard> found = all(which);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
            long left = Duration.between(Instant.now(), until).toMillis();
            if (left <= 0) {
                throw new AssertionError("not heard within " + patience + ": " + what + "; the last events were\n"
                        + String.join(
                                "\n",
                                heard.subList(Math.max(0, heard.size() - 40), heard.size()).stream()
                                        .map(Heard::toString)
                                        .toList()));
            }
            try {
                wait(left);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }

    private void listen() {
        while (true) {
            List<Message> messages = cloud.queues
                    .receiveMessage(request ->
                            request.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(5))
                    .messages();
            for (Message message : messages) {
                JsonObject event = JsonObject.parse(message.body());
                synchronized (this) {
                    // A queue may deliver twice; what the tests count is what the bus carried.
                    if (seen.add(event.string("id"))) {
                        heard.add(Heard.of(event));
                        notifyAll();
                    }
                }
                cloud.queues.deleteMessage(
                        request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
            }
        }
    }
}
