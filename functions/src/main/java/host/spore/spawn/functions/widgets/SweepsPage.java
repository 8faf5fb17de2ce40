package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The latest sweeps, and one of them in full: how far it is, what its rows came to, and what they have cost. */
final class SweepsPage {
    /** Of sweeps in the list. */
    static final int MOST_SWEEPS = 12;

    private static final List<String> ORDER = List.of("failed", SweepRow.RUNNING, "cancelled", "skipped", "done");

    private SweepsPage() {}

    /** One sweep as a whole. */
    record Shown(SweepRun run, List<SweepRow> rows) {}

    /** @param shown empty: there is none */
    static Html of(List<SweepRun> latest, Optional<Shown> shown, Frame frame) {
        if (latest.isEmpty() && shown.isEmpty()) {
            return Part.page(frame, "Sweeps", Part.nothing("No sweep has run. spawn sweep FILE --max-concurrent 20"));
        }
        List<Html> parts = new ArrayList<>();
        shown.ifPresent(sweep -> one(sweep, frame, parts));
        parts.add(table(latest, frame));
        return Part.page(frame, "Sweeps", parts.toArray(Html[]::new));
    }

    private static Html table(List<SweepRun> runs, Frame frame) {
        return frame.isNarrow()
                ? Part.table(
                        "The latest sweeps",
                        List.of("Sweep", "Status"),
                        runs.stream()
                                .map(run -> List.of(
                                        Part.cell(name(run, frame), Html.text(when(run, frame))),
                                        Part.cell(
                                                status(run.status()),
                                                Html.text(run.reason().orElse("")))))
                                .toList())
                : Part.table(
                        "The latest sweeps",
                        List.of("Sweep", "Status", "Began", "Why"),
                        runs.stream()
                                .map(run -> List.of(
                                        Part.cell(
                                                name(run, frame), Html.text(Wording.count(run.rows(), "row", "rows"))),
                                        Part.cell(status(run.status())),
                                        Part.cell(when(run, frame)),
                                        Part.cell(run.reason().orElse(""))))
                                .toList());
    }

    private static Html name(SweepRun run, Frame frame) {
        return Html.of(Tag.SPAN)
                .addAll(Part.button(
                        frame,
                        run.sweepId(),
                        "plain",
                        Part.Where.HERE,
                        JsonObject.builder()
                                .put("widget", Widget.SWEEPS.word())
                                .put("sweep", run.sweepId())
                                .build()));
    }

    private static Html status(String status) {
        return Part.word(JobWords.tone(status), status);
    }

    private static String when(SweepRun run, Frame frame) {
        return Wording.clock(run.startedAt(), frame)
                + (run.isOver() ? ", took " : ", for ")
                + Wording.span(Duration.between(run.startedAt(), run.endedAt().orElse(frame.now())))
                + (run.run() > 1 ? ", run " + run.run() : "");
    }

    private static void one(Shown shown, Frame frame, List<Html> parts) {
        SweepRun run = shown.run();
        Map<String, Long> counts =
                shown.rows().stream().collect(Collectors.groupingBy(SweepRow::status, Collectors.counting()));
        List<Html> figures = new ArrayList<>();
        figures.add(Part.figure(
                run.sweepId(), run.status(), JobWords.tone(run.status()).css()));
        figures.add(Part.figure("%,d".formatted(run.rows()), run.rows() == 1 ? "row" : "rows"));
        ORDER.stream()
                .filter(counts::containsKey)
                .forEach(status -> figures.add(Part.figure("%,d".formatted(counts.get(status)), status)));
        int left = run.rows() - shown.rows().size();
        if (left > 0) {
            figures.add(Part.figure("%,d".formatted(left), "not begun"));
        }
        Usd spent = shown.rows().stream()
                .flatMap(row -> row.cost().flatMap(SweepsPage::usd).stream())
                .reduce(Usd.ZERO, Usd::plus);
        figures.add(Part.figure(Wording.usd(spent), "of rows that ended"));
        parts.add(Part.sum(figures.toArray(Html[]::new)));
        run.reason().ifPresent(reason -> parts.add(Part.note(reason)));
        parts.add(rows(shown.rows(), frame));
        parts.addAll(Part.more(shown.rows().size() - (long) Part.MOST_ROWS, "row", "rows"));
    }

    /** The row's own word on its cost, which whoever may write the table may have written otherwise. */
    private static Optional<Usd> usd(String text) {
        try {
            return Optional.of(Usd.parse(text));
        } catch (Refusal noSum) {
            return Optional.empty();
        }
    }

    private static Html rows(List<SweepRow> rows, Frame frame) {
        List<SweepRow> sorted = rows.stream()
                .sorted(Comparator.comparingInt((SweepRow row) -> {
                            int place = ORDER.indexOf(row.status());
                            return place < 0 ? ORDER.size() : place;
                        })
                        .thenComparingInt(SweepRow::index))
                .limit(Part.MOST_ROWS)
                .toList();
        return frame.isNarrow()
                ? Part.table(
                        "Rows that have begun",
                        List.of("Row", "What it came to"),
                        sorted.stream()
                                .map(row -> List.of(
                                        Part.cell(name(row, frame), status(row.status())),
                                        Part.cell(Html.text(outcome(row)), Html.text(ran(row, frame)))))
                                .toList())
                : Part.table(
                                "Rows that have begun",
                                List.of("Row", "Status", "What it came to", "Ran"),
                                sorted.stream()
                                        .map(row -> List.of(
                                                Part.cell(name(row, frame)),
                                                Part.cell(status(row.status())),
                                                Part.cell(outcome(row)),
                                                Part.cell(ran(row, frame))))
                                        .toList())
                        .css("list");
    }

    /** Its instance is a step away, once there is one. */
    private static Html name(SweepRow row, Frame frame) {
        return row.instance()
                .<Html>map(instance -> Html.of(Tag.SPAN)
                        .addAll(Part.button(
                                frame,
                                row.name(),
                                "plain",
                                Part.Where.ABOVE,
                                JsonObject.builder()
                                        .put("widget", Widget.TIMELINE.word())
                                        .put("instance", instance)
                                        .build())))
                .orElseGet(() -> Html.text(row.name()));
    }

    private static String outcome(SweepRow row) {
        return row.reason()
                .filter(text -> !text.isBlank())
                .orElseGet(() -> row.exitCode().isPresent()
                        ? "exit code " + row.exitCode().getAsInt()
                        : row.instance().isPresent() ? "" : "waits for its instance");
    }

    private static String ran(SweepRow row, Frame frame) {
        return Wording.span(Duration.between(row.begunAt(), row.endedAt().orElse(frame.now())))
                + row.cost()
                        .flatMap(SweepsPage::usd)
                        .map(sum -> ", " + Wording.usd(sum))
                        .orElse("");
    }
}
