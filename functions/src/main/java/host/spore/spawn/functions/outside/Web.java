package host.spore.spawn.functions.outside;

import java.net.URI;
import java.util.Map;

/** An endpoint that a user has named. */
@FunctionalInterface
public interface Web {
    /**
     * Posts once, within a bounded time, and follows no redirect.
     *
     * @param headers one line each
     * @throws NotReachedException when nobody answered; trying again later may help
     */
    Answer post(URI url, Map<String, String> headers, String body);

    /** What came of it. */
    sealed interface Answer {
        /**
         * Somebody answered.
         *
         * @param status of HTTP
         * @param beginning of the body, printable, at most 200 characters
         */
        record Replied(int status, String beginning) implements Answer {}

        /**
         * Nothing was sent, nor will it be.
         *
         * @param reason without the URL, which may be a secret
         */
        record NotAllowed(String reason) implements Answer {}
    }
}
