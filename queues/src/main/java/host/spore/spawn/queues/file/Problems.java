package host.spore.spawn.queues.file;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, so that a user mends a file once and not once per mistake; and what is worth a note. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    void add(String pointer, String message) {
        found.add(new Problem(pointer, message));
    }

    void note(String pointer, String message) {
        notes.add(new Problem(pointer, message));
    }

    List<Problem> all() {
        return List.copyOf(found);
    }

    List<Problem> notes() {
        return List.copyOf(notes);
    }

    /** One more step of a JSON pointer (RFC 6901). */
    static String step(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
