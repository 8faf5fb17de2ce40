package host.spore.spawn.spored;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the next calls to AWS meet instead of their answers. A call is named by its action ({@code SendTaskSuccess}), or by its
 * method and the end of its path ({@code PUT stdout.log}).
 */
final class Faults {
    /**
     * What one call meets.
     *
     * @param status 0: the connection is lost
     * @param afterEffect only the answer is lost: what was asked for has been done
     */
    record Fault(int status, String text, boolean afterEffect) {
        static final Fault UNAVAILABLE = new Fault(503, "unavailable", false);
        static final Fault THROTTLED =
                new Fault(400, "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}", false);
        static final Fault LOST = new Fault(0, "", false);
        static final Fault REPLY_LOST = new Fault(0, "", true);
        static final Fault DENIED =
                new Fault(400, "{\"__type\":\"AccessDeniedException\",\"Message\":\"not authorized\"}", false);
    }

    private final Map<String, Queue<Fault>> due = new ConcurrentHashMap<>();

    void meets(String call, int times, Fault fault) {
        for (int i = 0; i < times; i++) {
            due.computeIfAbsent(call, none -> new ConcurrentLinkedQueue<>()).add(fault);
        }
    }

    /** Not all of that has been met. */
    boolean isDue(String call) {
        return !due.getOrDefault(call, new ConcurrentLinkedQueue<>()).isEmpty();
    }

    Optional<Fault> next(String call) {
        return due.entrySet().stream()
                .filter(entry -> matches(entry.getKey(), call))
                .flatMap(entry -> Optional.ofNullable(entry.getValue().poll()).stream())
                .findFirst();
    }

    private static boolean matches(String named, String call) {
        int path = named.indexOf(' ') + 1;
        return path == 0
                ? call.equals(named)
                : call.startsWith(named.substring(0, path)) && call.endsWith(named.substring(path));
    }
}
