package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Work;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * An option whose value is the text itself, or {@code @} and the file that holds it.
 *
 * @param option by name
 * @param noun of its text
 * @param maxBytes of UTF-8
 * @param remedy for what is longer
 * @param check of the text
 */
record TextOrFile(String option, String noun, int maxBytes, String remedy, UnaryOperator<String> check) {
    static final TextOrFile USER_DATA = new TextOrFile(
            "--user-data",
            "user data",
            Work.MAX_USER_DATA_BYTES,
            "put the rest into S3 and fetch it from the script",
            Work::checkedUserData);

    static final TextOrFile PRE_STOP = new TextOrFile(
            "--pre-stop", "shell", Work.MAX_LINE_BYTES, "put the rest into a script and call it", Work::checkedLine);

    /** @param folder that a relative path starts from */
    String of(String text, Path folder) {
        String found = text.startsWith("@") ? read(text, folder) : text;
        if (found.isBlank()) {
            throw new Refusal("\"" + Printable.of(text) + "\": there is nothing in it; leave " + option + " out");
        }
        return check.apply(found);
    }

    private String read(String text, Path folder) {
        return new TextFile("file", noun + " is a script", maxBytes, " of " + noun + "; " + remedy)
                .read(text, text.substring(1), folder);
    }
}
