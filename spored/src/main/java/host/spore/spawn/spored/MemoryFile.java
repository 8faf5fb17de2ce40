package host.spore.spawn.spored;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The agent's memory on disk. */
final class MemoryFile {
    /**
     * What the file holds.
     *
     * @param bootId the boot in which the agent last ran
     * @param starts how often it was started in that boot
     */
    record Saved(Memory memory, String bootId, long starts) {}

    private final Path file;

    MemoryFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @return empty when there is none
     * @throws IOException when it cannot be read or understood
     */
    Optional<Saved> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parse(Files.readString(file));
            Optional<Deadline> deadline = json.optionalString("deadline")
                    .map(at -> new Deadline(Instant.parse(at), Authority.valueOf(json.string("authority"))));
            return Optional.of(new Saved(
                    new Memory(
                            json.optionalString("instanceId").map(InstanceId::new),
                            deadline,
                            Instant.parse(json.string("learnedAt")),
                            json.optionalInteger("warnedMillis").map(Duration::ofMillis)),
                    json.string("bootId"),
                    json.integer("starts")));
        } catch (IllegalArgumentException | java.time.DateTimeException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
    }

    void save(Saved saved) throws IOException {
        JsonObject.Builder json = JsonObject.builder()
                .put(
                        "instanceId",
                        saved.memory().instance().map(InstanceId::value).orElse(null));
        saved.memory()
                .deadline()
                .ifPresent(deadline -> json.put("deadline", deadline.at().toString())
                        .put("authority", deadline.authority().name()));
        json.put("learnedAt", saved.memory().learnedAt().toString());
        saved.memory().warned().ifPresent(lead -> json.put("warnedMillis", lead.toMillis()));
        Disk.replace(
                file,
                json.put("bootId", saved.bootId())
                        .put("starts", saved.starts())
                        .build()
                        .toString());
    }
}
