package host.spore.spawn.cdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the other modules have built, and the stacks deploy.
 *
 * @param functions folder with {@code lib/*.jar}, the code of every function
 * @param spored archive of the agent
 * @param sporedSha256 its checksum, as the agent's build wrote it; instances refuse an archive with another one
 */
record Artefacts(Path functions, Path spored, String sporedSha256) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** The artefacts at their places in the project, or a message that says what is to be built. */
    static Artefacts in(Path project) {
        var functions = project.resolve("functions/target/lambda");
        var spored = project.resolve("spored/target/dist/spored-linux-x86_64.tar.xz");
        var checksum = project.resolve("spored/target/dist/spored-linux-x86_64.tar.xz.sha256");
        for (var needed : new Path[] {functions, spored, checksum}) {
            if (!Files.exists(needed)) {
                throw new IllegalStateException(
                        needed + " is missing: build the project first (mvn package in " + project + ")");
            }
        }
        return new Artefacts(functions, spored, firstWord(checksum));
    }

    Artefacts {
        if (!SHA_256.matcher(sporedSha256).matches()) {
            throw new IllegalArgumentException("checksum of " + spored + " is \"" + sporedSha256
                    + "\": 64 hexadecimal digits are expected; build the module spored again");
        }
    }

    /** The checksum is part of the key, so that a launch that was planned before an update still finds its archive. */
    String sporedKey() {
        return "spored/" + sporedSha256 + "/spored-linux-x86_64.tar.xz";
    }

    /** {@code sha256sum} writes the checksum and the file's name. */
    private static String firstWord(Path file) {
        try {
            return Files.readString(file).strip().split("\\s+", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
