package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds a job's results by globs: {@code *}, {@code ?}, {@code [a-c]} and {@code {a,b}} within a name, {@code **} for any
 * folders. A folder that is named means all that is in it. No link is followed, wherever it stands.
 */
final class ResultFiles {
    private static final int MOST = 10_000;
    /** S3 takes no more in one PUT. */
    private static final long LARGEST = 5L << 30;

    private final Path work;
    private final Map<String, Path> found = new TreeMap<>();
    private final List<String> skipped = new ArrayList<>();

    private ResultFiles(Path work) {
        this.work = work;
    }

    /**
     * What was found.
     *
     * @param files by the path that they are stored under
     * @param notes for people: what was left out, and which glob found nothing
     */
    record Found(Map<String, Path> files, List<String> notes) {}

    /** These results can be stored nowhere. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    static Found find(Path work, List<String> globs) throws IOException {
        ResultFiles files = new ResultFiles(work);
        // Those in the folder first: they keep their paths, whatever else has the same.
        for (String glob : globs) {
            if (!glob.startsWith("/")) {
                files.add(glob, work);
            }
        }
        for (String glob : globs) {
            if (glob.startsWith("/")) {
                files.add(glob, Path.of("/"));
            }
        }
        return new Found(Collections.unmodifiableMap(files.found), List.copyOf(files.skipped));
    }

    private void add(String glob, Path from) throws IOException {
        int before = found.size() + skipped.size();
        try {
            expand(from, parts(glob), 0);
        } catch (IllegalArgumentException unreadable) {
            throw new Refused("\"" + glob + "\": " + unreadable.getMessage());
        }
        if (found.size() + skipped.size() == before) {
            skipped.add("\"" + glob + "\" finds nothing new");
        }
    }

    private static List<String> parts(String glob) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : glob.split("/")) {
            if (part.equals("..")) {
                throw new Refused("\"" + glob + "\": leads outside by \"..\"");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private void expand(Path at, List<String> parts, int next) throws IOException {
        Optional<BasicFileAttributes> is = attributes(at);
        if (is.isEmpty()) {
            return;
        }
        if (is.get().isSymbolicLink()) {
            skipped.add(at + " is a link, which is not followed");
        } else if (next == parts.size()) {
            take(at, is.get());
        } else if (is.get().isDirectory()) {
            descend(at, parts, next);
        }
    }

    private void descend(Path folder, List<String> parts, int next) throws IOException {
        String part = parts.get(next);
        if (part.equals("**")) {
            expand(folder, parts, next + 1);
            for (Path child : next + 1 == parts.size() ? List.<Path>of() : children(folder)) {
                if (attributes(child).filter(BasicFileAttributes::isDirectory).isPresent()) {
                    expand(child, parts, next);
                }
            }
        } else if (isPlain(part)) {
            expand(folder.resolve(part), parts, next + 1);
        } else {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + part);
            for (Path child : children(folder)) {
                if (matcher.matches(child.getFileName())) {
                    expand(child, parts, next + 1);
                }
            }
        }
    }

    private void take(Path file, BasicFileAttributes is) throws IOException {
        if (is.isDirectory()) {
            for (Path child : children(file)) {
                expand(child, List.of(), 0);
            }
        } else if (!is.isRegularFile()) {
            skipped.add(file + " is no plain file");
        } else if (is.size() > LARGEST) {
            throw new Refused(file + " is larger than 5 GB");
        } else {
            if (!file.equals(found.putIfAbsent(key(file), file)) && found.size() > MOST) {
                throw new Refused("more than " + MOST + " files");
            }
        }
    }

    /** Where a file lies is kept, so that two of one name stay two. */
    private String key(Path file) {
        if (file.startsWith(work)) {
            return work.relativize(file).toString();
        }
        String key = file.toString().substring(1);
        // The folder of the job may have the same path in it.
        return found.containsKey(key) && !file.equals(found.get(key)) ? "absolute/" + key : key;
    }

    /** In order, so that the same folder is always the same list; one that cannot be read is no reason to fail. */
    private List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(children::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            skipped.add(folder + " cannot be read");
        }
        Collections.sort(children);
        return children;
    }

    private static Optional<BasicFileAttributes> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String part) {
        for (int i = 0; i < part.length(); i++) {
            if ("*?[]{}\\".indexOf(part.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
