package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code spored status}: what the running agent says of itself when it is asked. See {@link StatusSocket}. */
final class StatusCommand {
    /** The agent decides anew every 5 s at least, so one that has not for this long hangs. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final String ABSENT = "the agent does not run, or nobody can ask it (systemctl status spored)";

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int RUNNING = 2;
    static final int UNKNOWN = 3;

    private StatusCommand() {}

    static JsonObject describe(
            State state,
            Config config,
            MetadataSensor.Seen seen,
            Readings.Host host,
            boolean hookRuns,
            Publisher publisher,
            Spool spool,
            Map<String, String> problems,
            Instant startedAt,
            Instant turnedAt,
            Instant answeredAt) {
        Optional<Deadline> deadline = state.memory().deadline();
        return JsonObject.builder()
                .put("agentVersion", Self.version())
                .put("pid", ProcessHandle.current().pid())
                .put("startedAt", Instants.format(startedAt))
                .put("turnedAt", Instants.format(turnedAt))
                .put("answeredAt", Instants.format(answeredAt))
                .put(
                        "instanceId",
                        state.memory().instance().map(InstanceId::value).orElse(null))
                .put("name", seen.identity().flatMap(Identity::name).orElse(null))
                .put("deadline", deadline.map(d -> Instants.format(d.at())).orElse("unknown"))
                .put(
                        "authority",
                        deadline.map(d -> d.authority().name().toLowerCase(Locale.ROOT))
                                .orElse(null))
                .put("lookedAt", seen.looked() ? Instants.format(seen.lookedAt()) : null)
                .put("tagReadable", seen.tag().isPresent())
                .put("idle", idle(state.idle(), config, host))
                .put("spot", spot(state.memory().boot(), seen))
                .put("preStop", preStop(state.memory().boot(), config, hookRuns))
                .put("completion", completion(state.memory().work(), config))
                .put("problems", problems)
                .put("reportsWaiting", spool.waiting().size())
                .put("reportsSentAt", publisher.lastSent().map(Instants::format).orElse(null))
                .put("ending", state.ending().isPresent())
                .build();
    }

    private static JsonObject idle(State.Idle idle, Config config, Readings.Host host) {
        Optional<String> timeout = config.value(Key.IDLE_TIMEOUT);
        JsonObject.Builder json = JsonObject.builder().put("timeout", timeout.orElse("none"));
        if (timeout.isPresent()) {
            List<String> reasons = host.activity().map(Activity::reasons).orElse(List.of("not looked yet"));
            json.put("action", config.value(Key.ON_IDLE).orElse("stop"))
                    .put("since", idle.since().map(Instants::format).orElse(null))
                    .put("active", reasons.isEmpty() ? null : String.join(", ", reasons))
                    .put("said", idle.attempt());
        }
        return json.build();
    }

    private static JsonObject spot(Memory.Boot boot, MetadataSensor.Seen seen) {
        return JsonObject.builder()
                .put(
                        "notice",
                        seen.spot()
                                .notice()
                                .map(notice -> notice.action().wire() + " at " + notice.at())
                                .orElse(seen.spotAt().isPresent() ? "none" : null))
                .put("rebalance", boot.rebalance().map(Instants::format).orElse(null))
                .put("lookedAt", seen.spotAt().map(Instants::format).orElse(null))
                .build();
    }

    private static JsonObject preStop(Memory.Boot boot, Config config, boolean runs) {
        String began = boot.hookAt().isPresent() ? "began" : "waits";
        return JsonObject.builder()
                .put("state", config.preStop().isEmpty() ? "none" : runs ? "runs" : began)
                .put("at", boot.hookAt().map(Instants::format).orElse(null))
                .build();
    }

    private static JsonObject completion(Memory.Work work, Config config) {
        JsonObject.Builder json = JsonObject.builder()
                .put("action", config.value(Key.ON_COMPLETE).orElse(CompletionAction.NONE.wire()))
                .put("status", "running");
        if (work.finish().isPresent()) {
            Memory.Finish finish = work.finish().get();
            json = JsonObject.builder()
                    .put("action", config.value(Key.ON_COMPLETE).orElse(CompletionAction.NONE.wire()))
                    .put("status", finish.completion().status().wire())
                    .put("message", finish.completion().message().orElse(null))
                    .put("noticedAt", Instants.format(finish.noticedAt()))
                    .put("reported", finish.said());
        }
        return json.build();
    }

    /** @return 0 when the agent runs, 1 when it does not or cannot be asked */
    static int run(Path socket, boolean json, PrintStream out, PrintStream err) {
        Optional<JsonObject> status;
        try {
            status = StatusSocket.ask(socket);
        } catch (IOException unanswered) {
            err.println("spored: " + unanswered.getMessage());
            return 1;
        }
        if (json) {
            JsonObject.Builder answer = JsonObject.builder().put("running", status.isPresent());
            status.ifPresent(answer::putAll);
            out.println(answer.build());
        } else if (status.isPresent()) {
            print(status.get(), out);
        }
        if (status.isEmpty()) {
            err.println("spored: " + ABSENT);
        }
        return status.isPresent() ? 0 : 1;
    }

    /**
     * {@code --check-complete}, for scripts: prints one word, and the exit code says the same. Work that is over stays so
     * when the agent is gone: it is in its memory.
     *
     * @param memory what the agent wrote down for its next start
     */
    static int checkComplete(Path socket, Path memory, PrintStream out, PrintStream err) {
        String status;
        try {
            Optional<JsonObject> answer = StatusSocket.ask(socket);
            if (answer.isEmpty()) {
                err.println("spored: " + ABSENT);
            }
            status = answer.isPresent()
                    ? answer.get().object("completion").string("status")
                    : remembered(memory).orElse("unknown");
        } catch (IOException | JsonException unreadable) {
            err.println("spored: " + unreadable.getMessage());
            status = "unknown";
        }
        out.println(status.equals("success") ? "done" : status);
        return switch (status) {
            case "success" -> DONE;
            case "failed" -> FAILED;
            case "running" -> RUNNING;
            default -> UNKNOWN;
        };
    }

    private static Optional<String> remembered(Path memory) throws IOException {
        return Files.exists(memory)
                ? JsonObject.parse(Files.readString(memory))
                        .optionalObject("finish")
                        .map(finish -> finish.string("status"))
                : Optional.empty();
    }

    private static void print(JsonObject status, PrintStream out) {
        // By the agent's clock, which may know better than the machine's.
        Instant now = Instants.parse(status.string("answeredAt"));
        Duration still = Duration.between(Instants.parse(status.string("turnedAt")), now);
        out.println(status.optionalString("name").orElse("(no name)") + " ("
                + status.optionalString("instanceId").orElse("instance unknown") + ")   agent "
                + status.string("agentVersion")
                + ", up " + since(status, "startedAt", now));
        if (still.compareTo(FRESH) > 0) {
            out.println("HANGS      it has decided nothing for " + words(still) + "; systemd restarts it");
        }
        String deadline = status.string("deadline");
        String left = deadline.equals("unknown")
                ? ""
                : ", in " + words(Duration.between(now, Instants.parse(deadline))) + "   by "
                        + status.optionalString("authority").orElse("unknown");
        out.println("deadline   " + deadline + left);
        out.println("tag        " + (status.bool("tagReadable", false) ? "read " : "cannot be read, tried ")
                + (status.has("lookedAt") ? since(status, "lookedAt", now) + " ago" : "never"));
        printIdle(status.object("idle"), now, out);
        JsonObject spot = status.object("spot");
        out.println("spot       "
                + spot.optionalString("notice")
                        .map(notice -> notice.equals("none") ? "no notice" : notice)
                        .orElse("unknown")
                + spot.optionalString("rebalance")
                        .map(at -> "   EC2 advises to leave since " + at)
                        .orElse(""));
        out.println("pre-stop   " + status.object("preStop").string("state"));
        JsonObject completion = status.object("completion");
        out.println("work       " + completion.string("status")
                + completion.optionalString("message").map(text -> "   " + text).orElse("") + "   then: "
                + completion.string("action"));
        out.println("reports    " + status.integer("reportsWaiting") + " waiting   "
                + (status.has("reportsSentAt")
                        ? "last sent " + since(status, "reportsSentAt", now) + " ago"
                        : "none sent yet"));
        status.strings("problems").forEach((what, detail) -> out.println("problem    " + what + ": " + detail));
    }

    private static void printIdle(JsonObject idle, Instant now, PrintStream out) {
        String timeout = idle.string("timeout");
        if (timeout.equals("none")) {
            out.println("idle       none: idleness does not count");
            return;
        }
        String state = idle.has("since") ? "for " + since(idle, "since", now) : "active";
        out.println("idle       " + state
                + idle.optionalString("active").map(why -> " (" + why + ")").orElse("")
                + "   then after " + timeout + ": " + idle.string("action")
                + (idle.integer("said") == 0 ? "" : ", asked for " + idle.integer("said") + " times"));
    }

    private static String since(JsonObject status, String key, Instant now) {
        return words(Duration.between(Instants.parse(status.string(key)), now));
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " m" : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " m";
    }
}
