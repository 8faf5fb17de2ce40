package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The instances whose end has not been said, the one that ends first on top. */
final class InstancesPage {
    private static final Duration SOON = Duration.ofMinutes(15);
    private static final Comparator<InstanceRow> BY_END = Comparator.comparing(
                    (InstanceRow row) -> row.deadline().orElse(Instant.MAX))
            .thenComparing(row -> row.id().value());

    /** Of a row, what is shown here. */
    static final Set<Column> COLUMNS = Stream.concat(
                    Bill.COLUMNS.stream(),
                    Stream.of(
                            Column.NAME,
                            Column.STATE,
                            Column.DNS_NAME,
                            Column.ADDRESS,
                            Column.DEADLINE,
                            Column.INSTANCE_TYPE,
                            Column.MARKET,
                            Column.ZONE,
                            Column.IDLE_TIMEOUT,
                            Column.ON_IDLE,
                            Column.SPOT_WARNED_AT,
                            Column.AGENT_PROBLEM,
                            Column.AGENT_UNSTEADY_AT,
                            Column.AGENT_STARTED_AT,
                            Column.AGENT_HEARD_AT,
                            Column.AGENT_VERSION,
                            Column.FINISHED,
                            Column.TERMINATE_CAUSE))
            .collect(Collectors.toUnmodifiableSet());

    private InstancesPage() {}

    /** @param from how many rows are passed over */
    static Html of(List<InstanceRow> rows, int from, Frame frame) {
        if (rows.isEmpty()) {
            return Part.page(
                    frame,
                    "Instances",
                    Part.nothing("No instance. spawn launch NAME --instance-type t3.micro --ttl 1h"));
        }
        List<InstanceRow> sorted = rows.stream().sorted(BY_END).toList();
        int first = Math.clamp(from, 0, Math.max(0, sorted.size() - 1));
        int last = Math.min(sorted.size(), first + Part.MOST_ROWS);
        List<Html> parts = new ArrayList<>();
        parts.add(sum(sorted, frame));
        parts.add(table(sorted.subList(first, last), frame));
        parts.addAll(pages(sorted.size(), first, last, frame));
        return Part.page(frame, "Instances", parts.toArray(Html[]::new));
    }

    private static Html sum(List<InstanceRow> rows, Frame frame) {
        Map<InstanceState, Integer> states = new EnumMap<>(InstanceState.class);
        Usd rate = Usd.ZERO;
        Usd cost = Usd.ZERO;
        int unpriced = 0;
        for (InstanceRow row : rows) {
            row.state().ifPresent(state -> states.merge(state, 1, Integer::sum));
            Optional<Bill> bill = bill(row);
            if (bill.isEmpty()) {
                unpriced++;
                continue;
            }
            rate = rate.plus(HourlyRate.of(bill.get(), row.state()));
            cost = cost.plus(bill.get().at(frame.now()).sum());
        }
        List<Html> figures = new ArrayList<>();
        figures.add(Part.figure("%,d".formatted(rows.size()), rows.size() == 1 ? "instance" : "instances"));
        states.forEach((state, count) -> figures.add(Part.figure("%,d".formatted(count), state.wire())));
        figures.add(Part.figure(Wording.usd(rate), "an hour now"));
        figures.add(Part.figure(
                Wording.usd(cost), "so far" + (unpriced > 0 ? ", without " + unpriced + " of unknown price" : "")));
        return Part.sum(figures.toArray(Html[]::new));
    }

    private static Html table(List<InstanceRow> rows, Frame frame) {
        return frame.isNarrow()
                ? Part.table(
                        "By their ends",
                        List.of("Instance", "Ends"),
                        rows.stream().map(row -> narrow(row, frame)).toList())
                : Part.table(
                        "By their ends",
                        List.of("Instance", "State", "Ends", "Cost so far", "Machine"),
                        rows.stream().map(row -> wide(row, frame)).toList());
    }

    private static List<Html.Element> wide(InstanceRow row, Frame frame) {
        return List.of(
                Part.cell(name(row, frame), address(row)),
                Part.cell(state(row), notes(row, frame)),
                Part.cell(countdown(row, frame), Html.text(ends(row, frame))),
                Part.cell(Html.text(cost(row, frame)), Html.text(limit(row))),
                Part.cell(Html.text(row.text(Column.INSTANCE_TYPE).orElse("type unknown")), Html.text(place(row))));
    }

    private static List<Html.Element> narrow(InstanceRow row, Frame frame) {
        return List.of(
                Part.cell(
                        name(row, frame),
                        state(row),
                        notes(row, frame),
                        Html.text(row.text(Column.INSTANCE_TYPE).orElse("type unknown")),
                        address(row)),
                Part.cell(
                        countdown(row, frame),
                        Html.text(ends(row, frame)),
                        Html.text(cost(row, frame) + " so far"),
                        Html.text(limit(row))));
    }

    /** Its name, which opens its history. */
    private static Html name(InstanceRow row, Frame frame) {
        String name = row.text(Column.NAME).orElse(row.id().value());
        return Html.of(Tag.SPAN)
                .addAll(Part.button(
                        frame,
                        name,
                        "plain",
                        Part.Where.ABOVE,
                        JsonObject.builder()
                                .put("widget", Widget.TIMELINE.word())
                                .put("instance", row.id().value())
                                .build()));
    }

    private static Html address(InstanceRow row) {
        // A stopped instance has no record, and its name leads nowhere.
        boolean hasRecord = row.state().filter(InstanceState.RUNNING::equals).isPresent();
        return Html.text(row.text(Column.DNS_NAME)
                .filter(_ -> hasRecord)
                .or(() -> row.text(Column.ADDRESS).filter(_ -> hasRecord))
                .orElse("no address"));
    }

    private static Html.Element state(InstanceRow row) {
        return row.state()
                .map(state -> Part.word(
                        switch (state) {
                            case RUNNING -> Part.Tone.GOOD;
                            case PENDING, STOPPING, SHUTTING_DOWN -> Part.Tone.BUSY;
                            case STOPPED, TERMINATED -> Part.Tone.PLAIN;
                        },
                        state.wire()))
                .orElseGet(() -> Part.word(Part.Tone.WARN, "state unknown"));
    }

    /** What is worth knowing beside its state, the gravest first. */
    private static Html notes(InstanceRow row, Frame frame) {
        if (row.has(Column.SPOT_WARNED_AT)) {
            return Html.of(Tag.SPAN, "EC2 takes it back").css("bad");
        }
        if (row.has(Column.AGENT_PROBLEM)) {
            return Html.of(Tag.SPAN, "agent: " + row.text(Column.AGENT_PROBLEM).orElse(""))
                    .css("bad");
        }
        if (row.has(Column.AGENT_UNSTEADY_AT)) {
            return Html.of(Tag.SPAN, "its agent starts again and again").css("bad");
        }
        if (row.has(Column.FINISHED)) {
            return Html.text("finished: " + row.text(Column.FINISHED).orElse(""));
        }
        if (row.text(Column.TERMINATE_CAUSE).isPresent()) {
            return Html.text("ends: " + row.text(Column.TERMINATE_CAUSE).orElse(""));
        }
        if (!row.has(Column.AGENT_STARTED_AT)) {
            return Html.of(Tag.SPAN, "agent not heard yet").css("warn");
        }
        return Html.text(idle(row)
                .or(() -> row.instant(Column.AGENT_HEARD_AT).map(at -> "agent heard " + Wording.ago(at, frame.now())))
                .orElse("agent " + row.text(Column.AGENT_VERSION).orElse("heard")));
    }

    private static Optional<String> idle(InstanceRow row) {
        return row.text(Column.IDLE_TIMEOUT)
                .map(timeout -> row.text(Column.ON_IDLE).orElse("stop") + " after " + timeout + " idle");
    }

    private static Html countdown(InstanceRow row, Frame frame) {
        return row.deadline()
                .<Html>map(at -> {
                    Html.Element time = Part.time(at, Wording.countdown(at, frame.now()));
                    if (at.isBefore(frame.now())) {
                        return time.css("num strong bad");
                    }
                    return at.isBefore(frame.now().plus(SOON)) ? time.css("num strong warn") : time.css("num");
                })
                .orElseGet(() -> Html.of(Tag.SPAN, "deadline unknown").css("bad"));
    }

    private static String ends(InstanceRow row, Frame frame) {
        return row.deadline().map(at -> Wording.clock(at, frame)).orElse("")
                + (row.extensions().isEmpty()
                        ? ""
                        : ", moved "
                                + (row.extensions().size() == 1
                                        ? "once"
                                        : row.extensions().size() + " times"));
    }

    private static String cost(InstanceRow row, Frame frame) {
        return bill(row).map(bill -> Wording.usd(bill.at(frame.now()).sum())).orElse("price unknown");
    }

    private static String limit(InstanceRow row) {
        return bill(row)
                .flatMap(Bill::limit)
                .map(limit -> "of " + Wording.usd(limit))
                .orElseGet(() -> bill(row)
                        .map(bill -> Wording.usd(HourlyRate.of(bill, row.state())) + " an hour")
                        .orElse(""));
    }

    private static String place(InstanceRow row) {
        return row.text(Column.MARKET).orElse("market unknown") + ", "
                + row.text(Column.ZONE).orElse("zone unknown");
    }

    private static Optional<Bill> bill(InstanceRow row) {
        return Bill.of(Optional.of(row), Optional.empty());
    }

    private static List<Html> pages(int all, int first, int last, Frame frame) {
        if (first == 0 && last == all) {
            return List.of();
        }
        Html.Element line = Html.of(
                        Tag.P,
                        "%,d to %,d of %,d%s"
                                .formatted(
                                        first + 1,
                                        last,
                                        all,
                                        last < all ? ", and %,d more ".formatted(all - last) : " "))
                .css("more");
        if (first > 0) {
            line = line.addAll(turn("Earlier ends", Math.max(0, first - Part.MOST_ROWS), frame));
        }
        return List.of(last < all ? line.addAll(turn("Later ends", last, frame)) : line);
    }

    private static List<Html> turn(String text, int from, Frame frame) {
        return Part.button(
                frame,
                text,
                "",
                Part.Where.HERE,
                JsonObject.builder()
                        .put("widget", Widget.INSTANCES.word())
                        .put("from", from)
                        .build());
    }
}
