package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionStatus;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code spored complete}: writes the completion file, whole or not at all, as whoever calls it. */
final class CompleteCommand {
    static final String USAGE = "spored complete [-s|--success | -f|--failed] [-m|--message TEXT]";

    private CompleteCommand() {}

    /** Empty when the options cannot be understood. */
    static Optional<JsonObject> content(List<String> options) {
        CompletionStatus status = null;
        String message = null;
        for (int i = 0; i < options.size(); i++) {
            switch (options.get(i)) {
                case "-s", "--success" -> {
                    if (status != null) {
                        return Optional.empty();
                    }
                    status = CompletionStatus.SUCCESS;
                }
                case "-f", "--failed" -> {
                    if (status != null) {
                        return Optional.empty();
                    }
                    status = CompletionStatus.FAILED;
                }
                case "-m", "--message" -> {
                    i++;
                    if (i == options.size() || message != null) {
                        return Optional.empty();
                    }
                    message = options.get(i);
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(JsonObject.builder()
                .put("status", (status == null ? CompletionStatus.SUCCESS : status).wire())
                .put("message", message)
                .build());
    }

    static int run(Path file, JsonObject content, PrintStream out, PrintStream err) {
        try {
            Path folder = Objects.requireNonNull(file.getParent());
            // A name that nobody can foresee: the folder is everybody's.
            Path fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new");
            Files.write(fresh, content.toString().getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            out.println(content.string("status") + ": " + file + " is written, the agent reads it within seconds");
            return 0;
        } catch (IOException failed) {
            err.println("spored: " + file + " cannot be written: " + failed.getMessage());
            return 1;
        }
    }
}
