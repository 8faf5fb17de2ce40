package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.Lived;
import host.spore.spawn.functions.store.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of one instance: its life as a bar, and each change of it with who made it. */
final class TimelinePage {
    private static final int WIDE = 1000;
    private static final int HIGH = 18;

    private TimelinePage() {}

    /**
     * Asks which one.
     *
     * @param reason why nothing is shown
     */
    static Html asking(String reason, Frame frame) {
        return Part.page(frame, "Timeline of an instance", form("", frame), Part.nothing(reason));
    }

    /**
     * @param row of the instance; may be absent
     * @param entries the newest first
     */
    static Html of(InstanceRow row, List<Entry> entries, Frame frame) {
        List<Html> parts = new ArrayList<>();
        parts.add(form(row.text(Column.NAME).orElse(row.id().value()), frame));
        parts.add(facts(row, frame));
        life(row, frame).ifPresent(parts::add);
        List<Entry> told =
                entries.stream().filter(entry -> !isBookKeeping(entry)).toList();
        if (told.isEmpty()) {
            parts.add(Part.nothing("Nothing is written of it yet; what changes is, within seconds."));
        } else {
            parts.add(table(told, frame));
            parts.addAll(
                    entries.size() < Part.MOST_ROWS
                            ? List.of()
                            : List.of(Part.note("Older entries are in the table spawn-history.")));
        }
        return Part.page(frame, "Timeline of an instance", parts.toArray(Html[]::new));
    }

    /** What the bar shows, and the state's own entries tell. */
    private static boolean isBookKeeping(Entry entry) {
        return entry.what().startsWith("lived: ");
    }

    private static Html form(String value, Frame frame) {
        return Html.of(Tag.P)
                .add(Html.of(Tag.LABEL, "Name or id ").with(Attribute.FOR, "spawn-instance"))
                .add(Html.of(Tag.INPUT)
                        .with(Attribute.ID, "spawn-instance")
                        .with(Attribute.NAME, "instance")
                        .with(Attribute.TYPE, "text")
                        .with(Attribute.VALUE, value))
                .addAll(Part.button(
                        frame,
                        "Show",
                        "",
                        Part.Where.HERE,
                        JsonObject.builder()
                                .put("widget", Widget.TIMELINE.word())
                                .build()));
    }

    private static Html facts(InstanceRow row, Frame frame) {
        List<Html> figures = new ArrayList<>();
        figures.add(Part.figure(
                row.text(Column.NAME).orElse("without a name"), row.id().value()));
        figures.add(Part.figure(
                row.text(Column.STATE).orElse("unknown"),
                row.text(Column.INSTANCE_TYPE).orElse("type unknown")));
        row.deadline()
                .filter(_ -> !row.has(Column.CLOSED_AT))
                .ifPresent(at -> figures.add(
                        Part.figure(Wording.countdown(at, frame.now()), "ends " + Wording.clock(at, frame))));
        Bill.of(Optional.of(row), Optional.empty())
                .ifPresent(bill ->
                        figures.add(Part.figure(Wording.usd(bill.at(frame.now()).sum()), "so far")));
        row.text(Column.OWNER).ifPresent(owner -> figures.add(Part.figure(owner, "owner")));
        row.text(Column.END_CAUSE).ifPresent(cause -> figures.add(Part.figure(cause, "why it ended")));
        return Part.sum(figures.toArray(Html[]::new));
    }

    /** A bar from its birth to its deadline, or to now, whichever is later. */
    private static Optional<Html> life(InstanceRow row, Frame frame) {
        Lived lived = Lived.of(row);
        Optional<Instant> born = lived.bornAt();
        if (born.isEmpty() || !born.get().isBefore(frame.now())) {
            return Optional.empty();
        }
        Instant until = lived.goneAt()
                .orElseGet(() ->
                        row.deadline().filter(at -> at.isAfter(frame.now())).orElse(frame.now()));
        Instant known = lived.goneAt().orElse(frame.now());
        List<Html> bars = new ArrayList<>();
        bars.add(Html.of(
                Tag.TITLE,
                "From " + Wording.clock(born.get(), frame) + " to " + Wording.clock(until, frame) + ": "
                        + inWords(lived, known)));
        bars.add(bar(born.get(), until, born.get(), until, "dim"));
        List<Observation> facts = lived.facts();
        for (int i = 0; i < facts.size(); i++) {
            Instant from = facts.get(i).at();
            Instant to = i + 1 < facts.size() ? facts.get(i + 1).at() : known;
            if (isRunning(facts.get(i).state()) && from.isBefore(to)) {
                bars.add(bar(from, to, born.get(), until, "good"));
            }
        }
        long x = place(known, born.get(), until);
        bars.add(Html.of(Tag.LINE)
                .css("edge")
                .with(Attribute.X1, x)
                .with(Attribute.X2, x)
                .with(Attribute.Y1, 0)
                .with(Attribute.Y2, HIGH));
        return Optional.of(Html.of(Tag.SVG)
                .css("fit")
                .with(Attribute.ROLE, "img")
                .with(Attribute.VIEWBOX, "0 0 " + WIDE + " " + HIGH)
                .with(Attribute.ARIA_LABEL, "Its life: " + inWords(lived, known))
                .addAll(bars));
    }

    private static String inWords(Lived lived, Instant known) {
        return "ran for " + Wording.span(lived.ran(known)) + " of "
                + Wording.span(Duration.between(lived.bornAt().orElse(known), known));
    }

    private static boolean isRunning(InstanceState state) {
        return switch (state) {
            case PENDING, RUNNING, STOPPING -> true;
            case STOPPED, SHUTTING_DOWN, TERMINATED -> false;
        };
    }

    private static Html bar(Instant from, Instant to, Instant start, Instant end, String css) {
        long x = place(from, start, end);
        return Html.of(Tag.RECT)
                .css("bar " + css)
                .with(Attribute.X, x)
                .with(Attribute.Y, 3)
                .with(Attribute.WIDTH, Math.max(1, place(to, start, end) - x))
                .with(Attribute.HEIGHT, HIGH - 6);
    }

    private static long place(Instant at, Instant start, Instant end) {
        long all = Math.max(1, Duration.between(start, end).toMillis());
        return Math.clamp(Duration.between(start, at).toMillis() * WIDE / all, 0, WIDE);
    }

    private static Html table(List<Entry> entries, Frame frame) {
        String caption = "What happened, the latest first; times "
                + (frame.offset().getTotalSeconds() == 0
                        ? "UTC"
                        : frame.offset().getId());
        return frame.isNarrow()
                ? Part.table(
                        caption,
                        List.of("When, by whom", "What"),
                        entries.stream()
                                .map(entry -> List.of(Part.cell(when(entry, frame), Html.text(by(entry))), what(entry)))
                                .toList())
                : Part.table(
                                caption,
                                List.of("When", "By whom", "What"),
                                entries.stream()
                                        .map(entry -> List.of(
                                                Part.cell(when(entry, frame)), Part.cell(by(entry)), what(entry)))
                                        .toList())
                        .css("list");
    }

    private static Html when(Entry entry, Frame frame) {
        return Part.time(entry.at(), Wording.exact(entry.at(), frame)).css("num");
    }

    private static String by(Entry entry) {
        return switch (entry.by()) {
            case "user" -> "a user";
            case "agent" -> "its agent";
            case "ec2" -> "EC2";
            case "control" -> "spawn";
            case String other -> other;
        };
    }

    private static Html.Element what(Entry entry) {
        return entry.commandId()
                .map(id -> Part.cell(Html.text(entry.what()), Html.text("command " + id)))
                .orElseGet(() -> Part.cell(entry.what()));
    }
}
