package host.spore.spawn.local;

import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.ec2.InstanceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a restarted host must know of an instance that EC2 does not tell.
 *
 * @param announced the state published last
 * @param interruption when its spot capacity is taken back
 */
record InstanceRecord(Optional<InstanceState> announced, Optional<Instant> interruption) {
    static final InstanceRecord NEW = new InstanceRecord(Optional.empty(), Optional.empty());

    private static Path file(Path folder) {
        return folder.resolve("instance.json");
    }

    static boolean existsIn(Path folder) {
        return Files.exists(file(folder));
    }

    /** @throws IOException also when the file is none of ours */
    static InstanceRecord read(Path folder) throws IOException {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return NEW;
        }
        try {
            JsonObject object = JsonObject.parse(Files.readString(file));
            return new InstanceRecord(
                    object.optionalString("announced").flatMap(InstanceState::of),
                    object.optionalString("interruption").map(Instant::parse));
        } catch (JsonException | DateTimeException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonObject object = JsonObject.builder()
                .put("announced", announced.map(InstanceState::text).orElse(null))
                .put("interruption", interruption.map(Instant::toString).orElse(null))
                .build();
        // Moved into place: a host that dies while it writes leaves the old one.
        Path fresh = folder.resolve("instance.json.new");
        Files.writeString(fresh, object + "\n");
        Files.move(fresh, file(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
