package host.spore.spawn.cli.bus;

import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.Set;

/** What EventBridge said, as far as it makes a difference. */
sealed interface Answer {
    /** @param eventId that EventBridge gave the event */
    record Accepted(String eventId) implements Answer {}

    /**
     * Not taken, and the same request may be taken a moment later.
     *
     * @param code of AWS, or the status
     * @param message of AWS
     */
    record Busy(String code, String message) implements Answer {}

    /**
     * Not taken.
     *
     * @param code of AWS, or the status
     * @param message of AWS
     */
    record Refused(String code, String message) implements Answer {}

    /** Errors after which the SDKs try again, too. */
    Set<String> TRANSIENT = Set.of(
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "RequestThrottledException",
            "InternalFailure",
            "InternalException",
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "RequestTimeout",
            "RequestTimeoutException");

    static Answer of(Exchange exchange) {
        JsonObject body;
        try {
            body = JsonObject.parse(exchange.body());
        } catch (JsonException notEventBridge) {
            return failed(
                    exchange.status(),
                    "HTTP " + exchange.status(),
                    "not an answer of EventBridge: " + exchange.body().strip());
        }
        try {
            return exchange.status() == 200 ? ofEntry(body) : ofError(exchange.status(), body);
        } catch (JsonException otherShape) {
            return failed(
                    exchange.status(),
                    "HTTP " + exchange.status(),
                    "not an answer of EventBridge: " + otherShape.getMessage());
        }
    }

    /** PutEvents answers 200 with refusals inside. */
    private static Answer ofEntry(JsonObject body) {
        List<JsonObject> entries = body.objects("Entries");
        if (entries.size() != 1) {
            return new Refused("HTTP 200", "an answer for " + entries.size() + " events instead of one");
        }
        JsonObject entry = entries.getFirst();
        if (entry.has("ErrorCode")) {
            return failed(
                    200,
                    entry.string("ErrorCode"),
                    entry.optionalString("ErrorMessage").orElse("no reason given"));
        }
        return new Accepted(entry.string("EventId"));
    }

    private static Answer ofError(int status, JsonObject body) {
        String type = body.optionalString("__type")
                .or(() -> body.optionalString("code"))
                .orElse("HTTP " + status);
        String message = body.optionalString("message")
                .or(() -> body.optionalString("Message"))
                .orElse("no reason given");
        return failed(status, type.substring(type.lastIndexOf('#') + 1), message);
    }

    private static Answer failed(int status, String code, String message) {
        return status >= 500 || status == 429 || TRANSIENT.contains(code)
                ? new Busy(code, message)
                : new Refused(code, message);
    }
}
