package host.spore.spawn.functions.sweep;

import java.util.Optional;

/** What is kept of a sweep beside the table, by key. */
interface Files {
    Optional<String> read(String key);

    void write(String key, String text);
}
