package host.spore.spawn.spored;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code spored status}: what the agent last wrote down about itself. */
final class StatusCommand {
    private StatusCommand() {}

    static JsonObject describe(
            State state, MetadataSensor.Seen seen, Publisher publisher, Spool spool, Instant startedAt) {
        Optional<Deadline> deadline = state.memory().deadline();
        return JsonObject.builder()
                .put("agentVersion", Self.version())
                .put("pid", ProcessHandle.current().pid())
                .put("startedAt", startedAt.toString())
                .put(
                        "instanceId",
                        state.memory().instance().map(InstanceId::value).orElse(null))
                .put("name", seen.identity().flatMap(Identity::name).orElse(null))
                .put("deadline", deadline.map(d -> d.at().toString()).orElse("unknown"))
                .put(
                        "authority",
                        deadline.map(d -> d.authority().name().toLowerCase(java.util.Locale.ROOT))
                                .orElse(null))
                .put("lookedAt", seen.looked() ? seen.lookedAt().toString() : null)
                .put("tagReadable", seen.tag().isPresent())
                .put("reportsWaiting", spool.waiting().size())
                .put(
                        "reportsSentAt",
                        publisher.lastSent().map(Instant::toString).orElse(null))
                .put("ending", state.ending().isPresent())
                .build();
    }

    /** @return 0 when the agent runs, 1 when it does not or cannot be asked */
    static int run(Path file, boolean json, Instant now, PrintStream out, PrintStream err) {
        JsonObject status;
        try {
            status = JsonObject.parse(Files.readString(file));
        } catch (NoSuchFileException absent) {
            err.println("spored: no status at " + file
                    + ": the agent has not run since the boot (systemctl status spored)");
            return 1;
        } catch (IOException | JsonException unreadable) {
            err.println("spored: " + file + ": " + unreadable.getMessage());
            return 1;
        }
        boolean alive = ProcessHandle.of(status.integer("pid"))
                .filter(ProcessHandle::isAlive)
                .isPresent();
        if (json) {
            out.println(
                    JsonObject.builder().put("running", alive).putAll(status).build());
        } else {
            print(status, alive, now, out);
        }
        return alive ? 0 : 1;
    }

    private static void print(JsonObject status, boolean alive, Instant now, PrintStream out) {
        out.println(status.optionalString("name").orElse("(no name)") + " ("
                + status.optionalString("instanceId").orElse("instance unknown") + ")   agent "
                + status.string("agentVersion")
                + (alive ? ", up " + since(status, "startedAt", now) : ", NOT RUNNING"));
        String deadline = status.string("deadline");
        String left = deadline.equals("unknown")
                ? ""
                : ", in " + words(Duration.between(now, Instant.parse(deadline))) + "   by "
                        + status.optionalString("authority").orElse("unknown");
        out.println("deadline   " + deadline + left);
        out.println("tag        " + (status.bool("tagReadable", false) ? "read " : "cannot be read, tried ")
                + (status.has("lookedAt") ? since(status, "lookedAt", now) + " ago" : "never"));
        out.println("reports    " + status.integer("reportsWaiting") + " waiting   "
                + (status.has("reportsSentAt")
                        ? "last sent " + since(status, "reportsSentAt", now) + " ago"
                        : "none sent yet"));
    }

    private static String since(JsonObject status, String key, Instant now) {
        return words(Duration.between(Instant.parse(status.string(key)), now));
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " m" : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " m";
    }
}
