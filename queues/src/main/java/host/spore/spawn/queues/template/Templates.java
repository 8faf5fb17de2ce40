package host.spore.spawn.queues.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Templates by name: a user's own first, then those that come along.
 *
 * @param folder of the user's own; it need not exist
 */
public record Templates(Path folder) {
    /** Those that come along. */
    public static final List<String> BUILT_IN =
            List.of("ci-cd", "data-processing", "etl", "ml-pipeline", "simple-sequential");

    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

    /** A name is part of a path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}");

    /** @return whether a template may have that name */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** All names, sorted. */
    public List<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>(BUILT_IN);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .forEach(file -> EXTENSIONS.stream()
                                .filter(file::endsWith)
                                .map(extension -> file.substring(0, file.length() - extension.length()))
                                .filter(Templates::isName)
                                .forEach(names::add));
            }
        }
        return List.copyOf(names);
    }

    /** The user's own file of that name. */
    public Optional<Path> own(String name) {
        return isName(name)
                ? EXTENSIONS.stream()
                        .map(extension -> folder.resolve(name + extension))
                        .filter(Files::isRegularFile)
                        .findFirst()
                : Optional.empty();
    }

    /** Empty when there is none of that name. */
    public Optional<Template> find(String name) throws IOException {
        Optional<Path> own = own(name);
        if (own.isPresent()) {
            return Optional.of(new Template(name, Files.readString(own.get())));
        }
        return BUILT_IN.contains(name) ? Optional.of(builtIn(name)) : Optional.empty();
    }

    /** @param name one of {@link #BUILT_IN} */
    public static Template builtIn(String name) {
        String path = "/queue-templates/" + name + ".yaml";
        try (InputStream in = Templates.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return new Template(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path, unreadable);
        }
    }
}
