package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts this program once more, for a short time. */
interface ChildProcess {
    Process start() throws IOException;

    /**
     * The same Java and the same classes, with other limits: the interpreter alone needs a second for a TLS handshake,
     * and the child's memory is given back when it ends. One group for the key exchange: others are only prepared, at
     * 100 ms each, and never chosen.
     */
    static ChildProcess ofThisProgram(String command) {
        List<String> line = line(command);
        return () -> new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** As {@link #ofThisProgram}, in this one's place: with its input, output and errors. */
    static ChildProcess inPlaceOfThisProgram(String command) {
        List<String> line = line(command);
        return () -> new ProcessBuilder(line).inheritIO().start();
    }

    private static List<String> line(String command) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-Djdk.tls.namedGroups=x25519,secp256r1",
                "-cp",
                System.getProperty("java.class.path"),
                Spored.class.getName(),
                command);
    }
}
