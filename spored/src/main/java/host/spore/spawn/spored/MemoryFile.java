package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionStatus;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
     * @param bootId of the boot we are in: what counts for one boot is left behind with it
     * @return empty when there is none
     * @throws IOException when it cannot be read or understood
     */
    Optional<Saved> load(String bootId) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parse(Files.readString(file));
            Optional<Deadline> deadline = json.optionalString("deadline")
                    .map(at -> new Deadline(Instants.parse(at), Authority.valueOf(json.string("authority"))));
            boolean sameBoot = json.string("bootId").equals(bootId);
            return Optional.of(new Saved(
                    new Memory(
                            json.optionalString("instanceId").map(InstanceId::new),
                            deadline,
                            Instants.parse(json.string("learnedAt")),
                            json.optionalInteger("warnedMillis").map(Duration::ofMillis),
                            sameBoot ? boot(json) : Memory.Boot.FRESH,
                            work(json)),
                    json.string("bootId"),
                    json.integer("starts")));
        } catch (IllegalArgumentException | java.time.DateTimeException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
    }

    private static Memory.Boot boot(JsonObject json) {
        return new Memory.Boot(
                json.optionalString("hookAt").map(Instants::parse),
                json.optionalObject("spot").map(notice -> SpotNotice.parse(notice.toString())),
                json.optionalString("rebalance").map(Instants::parse));
    }

    private static Memory.Work work(JsonObject json) {
        Optional<Memory.Finish> finish = json.optionalObject("finish")
                .map(object -> new Memory.Finish(
                        new Completion(
                                CompletionStatus.parse(object.string("status")),
                                object.optionalString("message"),
                                object.string("stamp")),
                        Instants.parse(object.string("noticedAt")),
                        object.bool("said", false)));
        return new Memory.Work(finish, json.optionalString("exit"));
    }

    private static void put(Memory.Boot boot, JsonObject.Builder json) {
        boot.hookAt().ifPresent(at -> json.put("hookAt", Instants.format(at)));
        boot.spot().ifPresent(notice -> json.put("spot", notice.toJson()));
        boot.rebalance().ifPresent(at -> json.put("rebalance", Instants.format(at)));
    }

    private static void put(Memory.Work work, JsonObject.Builder json) {
        if (work.finish().isPresent()) {
            Memory.Finish finish = work.finish().get();
            json.put(
                    "finish",
                    JsonObject.builder()
                            .put("status", finish.completion().status().wire())
                            .put("message", finish.completion().message().orElse(null))
                            .put("stamp", finish.completion().stamp())
                            .put("noticedAt", Instants.format(finish.noticedAt()))
                            .put("said", finish.said())
                            .build());
        }
        json.put("exit", work.exit().orElse(null));
    }

    void save(Saved saved) throws IOException {
        JsonObject.Builder json = JsonObject.builder()
                .put(
                        "instanceId",
                        saved.memory().instance().map(InstanceId::value).orElse(null));
        saved.memory()
                .deadline()
                .ifPresent(deadline -> json.put("deadline", Instants.format(deadline.at()))
                        .put("authority", deadline.authority().name()));
        json.put("learnedAt", Instants.format(saved.memory().learnedAt()));
        saved.memory().warned().ifPresent(lead -> json.put("warnedMillis", lead.toMillis()));
        put(saved.memory().boot(), json);
        put(saved.memory().work(), json);
        Disk.replace(
                file,
                json.put("bootId", saved.bootId())
                        .put("starts", saved.starts())
                        .build()
                        .toString());
    }
}
