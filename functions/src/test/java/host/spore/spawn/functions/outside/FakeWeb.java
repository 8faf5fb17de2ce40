package host.spore.spawn.functions.outside;

import host.spore.spawn.events.Printable;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Web} in memory. */
public final class FakeWeb implements Web {
    public final List<Request> requests = new ArrayList<>();

    private final Map<URI, List<Answer.Replied>> endpoints = new LinkedHashMap<>();

    /** What was posted where. */
    public record Request(URI url, Map<String, String> headers, String body) {}

    /** Endpoints answer in this order, the last of them ever after. */
    public void answers(URI url, int status, String body) {
        endpoints.computeIfAbsent(url, _ -> new ArrayList<>()).add(new Answer.Replied(status, Printable.of(body)));
    }

    @Override
    public Answer post(URI url, Map<String, String> headers, String body) {
        if (!"https".equals(url.getScheme())) {
            return new Answer.NotAllowed("only https is spoken");
        }
        List<Answer.Replied> answers = endpoints.getOrDefault(url, List.of());
        if (answers.isEmpty()) {
            throw new NotReachedException(url.getHost() + " was not reached");
        }
        requests.add(new Request(url, Map.copyOf(headers), body));
        return answers.size() == 1 ? answers.getFirst() : answers.removeFirst();
    }
}
