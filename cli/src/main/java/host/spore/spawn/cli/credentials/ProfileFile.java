package host.spore.spawn.cli.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of the AWS command line's two files, read as its SDKs do: sections in brackets, {@code key = value}, comments
 * that begin a line or follow a blank, indented lines as part of the property above.
 *
 * @param profiles properties by profile
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html">the format</a>
 */
record ProfileFile(Map<String, Map<String, String>> profiles) {
    /** In {@code config} a profile stands as {@code [profile x]}; other sections (sso-session, services) are no profiles. */
    enum Kind {
        CREDENTIALS,
        CONFIG
    }

    /** @throws NoCredentials when the file is there and cannot be read */
    static ProfileFile read(Path file, Kind kind) throws NoCredentials {
        if (!Files.exists(file)) {
            return new ProfileFile(Map.of());
        }
        try {
            return parse(Files.readAllLines(file), kind);
        } catch (IOException unreadable) {
            throw new NoCredentials(
                    "no credentials: cannot read " + file + ": " + unreadable.getMessage() + "; make it readable",
                    unreadable);
        }
    }

    static ProfileFile parse(List<String> lines, Kind kind) {
        Map<String, Map<String, String>> profiles = new HashMap<>();
        Map<String, String> current = new HashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[")) {
                String name = sectionName(line, kind);
                current = name.isEmpty() ? new HashMap<>() : profiles.computeIfAbsent(name, key -> new HashMap<>());
            } else if (!Character.isWhitespace(line.charAt(0))) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    current.put(
                            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            withoutComment(line.substring(equals + 1)).strip());
                }
            }
        }
        return new ProfileFile(profiles);
    }

    /** Empty for a section that is no profile. */
    private static String sectionName(String line, Kind kind) {
        int end = line.indexOf(']');
        String inside = line.substring(1, end < 0 ? line.length() : end).strip();
        if (kind == Kind.CREDENTIALS || inside.equals("default")) {
            return inside;
        }
        return inside.startsWith("profile") && inside.length() > 7 && Character.isWhitespace(inside.charAt(7))
                ? inside.substring(8).strip()
                : "";
    }

    private static String withoutComment(String value) {
        for (int i = 1; i < value.length(); i++) {
            if ((value.charAt(i) == '#' || value.charAt(i) == ';') && Character.isWhitespace(value.charAt(i - 1))) {
                return value.substring(0, i);
            }
        }
        return value;
    }
}
