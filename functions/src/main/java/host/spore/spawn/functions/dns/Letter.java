package host.spore.spawn.functions.dns;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;

/**
 * An event as the queue delivers it.
 *
 * @param id by which it is refused or taken
 * @param receipt of this delivery
 * @param deliveries how often it was delivered, this time included
 * @param body the event
 */
record Letter(String id, String receipt, int deliveries, String body) {
    /** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
    static Letter read(JsonObject record) {
        return new Letter(
                record.string("messageId"),
                record.string("receiptHandle"),
                Integer.parseInt(record.object("attributes").string("ApproximateReceiveCount")),
                record.string("body"));
    }

    /** Twice as long every time, from one second on; letters of one burst do not come back together. */
    Duration pause(Duration longest) {
        long seconds = Math.min(longest.toSeconds(), 1L << Math.min(deliveries - 1, 30));
        return Duration.ofSeconds(seconds).plusSeconds(seconds < 4 ? 0 : Math.floorMod(id.hashCode(), seconds / 2));
    }
}
