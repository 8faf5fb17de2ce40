package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.SweepFailure;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run was, and how each row ended. What is said about it is made of this, so that who asks twice is told the same twice.
 *
 * @param counts of all rows
 * @param failure empty: every row is done
 * @param reason for people
 * @param index one line of JSON for each row, in order
 * @param json {@code summary.json}
 */
record Summary(
        Map<RowStatus, Integer> counts, Optional<SweepFailure> failure, String reason, String index, JsonObject json) {
    private static final int REASON = 450;

    /**
     * @param launches of all rows, by index
     * @param error what went wrong on our side
     * @param now when it ended
     */
    static Summary of(
            SweepItem sweep, List<JsonObject> launches, List<RowItem> begun, Optional<String> error, Instant now) {
        Map<Integer, RowItem> byIndex = new TreeMap<>();
        begun.forEach(row -> byIndex.put(row.index(), row));
        Map<RowStatus, Integer> counts = new EnumMap<>(RowStatus.class);
        StringBuilder index = new StringBuilder();
        Optional<String> firstFailure = Optional.empty();
        for (int i = 0; i < launches.size(); i++) {
            Optional<RowItem> row = Optional.ofNullable(byIndex.get(i));
            RowEnd end = row.flatMap(RowItem::end)
                    // One that failed in a run before, and was not begun in this one, is as it was.
                    .orElseGet(() -> unended(sweep, row, error, now));
            counts.merge(end.status(), 1, Integer::sum);
            if (end.status() == RowStatus.FAILED && firstFailure.isEmpty()) {
                firstFailure =
                        Optional.of("row " + i + " (" + launches.get(i).string("name") + ") failed: " + end.reason());
            }
            index.append(line(i, launches.get(i), row, end)).append('\n');
        }
        Optional<SweepFailure> failure = failure(sweep, counts, error);
        String reason = Printable.of(reason(sweep, counts, failure, firstFailure, error), REASON);
        return new Summary(counts, failure, reason, index.toString(), json(sweep, counts, failure, reason, now));
    }

    int count(RowStatus status) {
        return counts.getOrDefault(status, 0);
    }

    private static RowEnd unended(SweepItem sweep, Optional<RowItem> row, Optional<String> error, Instant now) {
        if (row.isPresent()) {
            return RowEnd.of(
                    RowStatus.CANCELLED,
                    "nobody waits for it any more"
                            + error.map(what -> " (" + what + ")").orElse("")
                            + "; its instance, if it lives, ends by its deadline",
                    now);
        }
        return sweep.mark()
                .map(mark -> switch (mark) {
                    case Mark.Cancelled cancelled -> RowEnd.of(RowStatus.CANCELLED, "not begun: " + mark.reason(), now);
                    case Mark.Stopped stopped -> RowEnd.of(RowStatus.SKIPPED, "not begun: " + mark.reason(), now);
                })
                .orElseGet(() ->
                        RowEnd.of(RowStatus.CANCELLED, "not begun: " + error.orElse("its run ended without it"), now));
    }

    private static JsonObject line(int index, JsonObject launch, Optional<RowItem> row, RowEnd end) {
        JsonObject.Builder parameters = JsonObject.builder();
        launch.strings("tags").forEach((key, value) -> {
            if (key.startsWith(host.spore.spawn.events.Tags.PARAMETER)) {
                parameters.put(key.substring(host.spore.spawn.events.Tags.PARAMETER.length()), value);
            }
        });
        JsonObject.Builder line = JsonObject.builder()
                .put("index", index)
                .put("name", launch.string("name"))
                .put("parameters", parameters.build())
                .put("status", end.status().wire())
                .put("reason", end.reason());
        row.ifPresent(begun -> {
            line.put("run", begun.id().run())
                    .put("instanceId", begun.instance().map(Object::toString).orElse(null));
            begun.exitCode().ifPresent(code -> line.put("exitCode", code));
            line.put("begunAt", begun.begunAt().toString())
                    .put("endedAt", end.at().toString());
        });
        return line.put("cause", end.cause().orElse(null))
                .put("cost", end.cost().orElse(null))
                .put("results", end.results().orElse(null))
                .build();
    }

    /** The first that applies counts; a cancel wins over whatever the run came to. */
    private static Optional<SweepFailure> failure(
            SweepItem sweep, Map<RowStatus, Integer> counts, Optional<String> error) {
        if (sweep.isCancelled()) {
            return Optional.of(SweepFailure.CANCELLED);
        }
        if (counts.getOrDefault(RowStatus.DONE, 0) == sweep.rows()) {
            return Optional.empty();
        }
        if (error.isPresent() || counts.containsKey(RowStatus.CANCELLED)) {
            return Optional.of(SweepFailure.ERROR);
        }
        return Optional.of(sweep.mark().isPresent() ? SweepFailure.STOPPED : SweepFailure.ROWS_FAILED);
    }

    private static String reason(
            SweepItem sweep,
            Map<RowStatus, Integer> counts,
            Optional<SweepFailure> failure,
            Optional<String> firstFailure,
            Optional<String> error) {
        if (failure.isEmpty()) {
            return "every row is done";
        }
        return switch (failure.get()) {
            case CANCELLED, STOPPED -> sweep.mark().map(Mark::reason).orElse("");
            case ERROR -> error.orElse("some rows have no outcome");
            case ROWS_FAILED -> {
                int more = counts.getOrDefault(RowStatus.FAILED, 0) - 1;
                yield firstFailure.orElse("rows failed") + (more > 0 ? "; " + more + " more failed" : "");
            }
        };
    }

    private static JsonObject json(
            SweepItem sweep,
            Map<RowStatus, Integer> counts,
            Optional<SweepFailure> failure,
            String reason,
            Instant now) {
        JsonObject.Builder json = JsonObject.builder()
                .put("version", 1)
                .put("sweepId", sweep.sweepId().value())
                .put("runId", sweep.runId())
                .put("run", sweep.run())
                .put("commandType", sweep.commandType())
                .put("status", failure.isEmpty() ? "completed" : "failed")
                .put("cause", failure.map(SweepFailure::wire).orElse(null))
                .put("reason", reason)
                .put("startedAt", sweep.startedAt().toString())
                .put("endedAt", now.toString())
                .put("seconds", seconds(sweep, now))
                .put("maxConcurrent", sweep.maxConcurrent())
                .put("rows", sweep.rows());
        for (RowStatus status : RowStatus.values()) {
            json.put(status.wire(), Json.of(counts.getOrDefault(status, 0)));
        }
        return json.build();
    }

    static long seconds(SweepItem sweep, Instant now) {
        return Math.max(0, Duration.between(sweep.startedAt(), now).toSeconds());
    }
}
