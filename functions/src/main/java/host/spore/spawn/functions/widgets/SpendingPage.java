package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lives and costs, and what has ended and has cost, by the prices at their launches. */
final class SpendingPage {
    static final Duration SPAN = Duration.ofDays(7);

    /** Of a row, what is shown here. */
    static final Set<Column> COLUMNS = Stream.concat(
                    Bill.COLUMNS.stream(), Stream.of(Column.NAME, Column.OWNER, Column.STATE))
            .collect(Collectors.toUnmodifiableSet());

    private static final int MOST_LIVING = 10;
    private static final double MICROS = 1_000_000;

    private SpendingPage() {}

    private record Living(InstanceRow row, Bill bill, Usd sum) {}

    private record Ended(Instant at, Optional<Usd> sum) {}

    /**
     * @param rows of those that live
     * @param ended what was said of those that do not
     * @param isCut whether more of them have
     */
    static Html of(List<InstanceRow> rows, List<StoredOutcome> ended, boolean isCut, Frame frame) {
        List<Living> living = rows.stream()
                .flatMap(row -> Bill.of(Optional.of(row), Optional.empty()).stream()
                        .map(bill -> new Living(row, bill, bill.at(frame.now()).sum())))
                .sorted(Comparator.comparing(Living::sum)
                        .reversed()
                        .thenComparing(one -> one.row().id().value()))
                .toList();
        List<Ended> past = ended.stream()
                .map(outcome -> new Ended(outcome.writtenAt(), cost(outcome)))
                .toList();
        if (rows.isEmpty() && past.isEmpty()) {
            return Part.page(
                    frame, "Spending", Part.nothing("Nothing lives, and nothing has ended in the last seven days."));
        }
        List<Html> parts = new ArrayList<>();
        Usd rate = living.stream()
                .map(one -> HourlyRate.of(one.bill(), one.row().state()))
                .reduce(Usd.ZERO, Usd::plus);
        Usd sum = living.stream().map(Living::sum).reduce(Usd.ZERO, Usd::plus);
        Usd before = past.stream().flatMap(one -> one.sum().stream()).reduce(Usd.ZERO, Usd::plus);
        parts.add(Part.sum(
                Part.figure(Wording.usd(rate), "an hour now"),
                Part.figure(
                        Wording.usd(sum),
                        "so far, of " + Wording.count(rows.size(), "instance", "instances") + " alive"),
                Part.figure(
                        (isCut ? "at least " : "") + Wording.usd(before),
                        "of " + Wording.count(past.size(), "instance", "instances") + " that ended in seven days")));
        unknown(
                        rows.size() - living.size(),
                        past.stream().filter(one -> one.sum().isEmpty()).count())
                .ifPresent(parts::add);
        if (!past.isEmpty()) {
            parts.add(Bars.of(
                    "By the day on which they ended, in US dollars: " + byDay(past, frame),
                    past.stream()
                            .flatMap(one -> one.sum().stream()
                                    .map(cost -> new Bars.Fact(one.at(), "busy", cost.micros() / MICROS)))
                            .toList(),
                    List.of("busy"),
                    7,
                    Duration.ofDays(1),
                    frame));
        }
        if (!living.isEmpty()) {
            parts.add(Part.table(
                    "Alive, the dearest first",
                    frame.isNarrow()
                            ? List.of("Instance", "Cost so far")
                            : List.of("Instance", "Owner", "An hour", "Cost so far"),
                    living.stream()
                            .limit(MOST_LIVING)
                            .map(one -> row(one, frame))
                            .toList()));
            parts.addAll(Part.more(living.size() - (long) MOST_LIVING, "instance", "instances"));
        }
        return Part.page(frame, "Spending", parts.toArray(Html[]::new));
    }

    private static Optional<Html> unknown(long living, long past) {
        return living + past == 0
                ? Optional.empty()
                : Optional.of(Part.note("Without " + Wording.count(living + past, "instance", "instances")
                        + " of unknown price; docs/costs.md says why one may be."));
    }

    private static Optional<Usd> cost(StoredOutcome outcome) {
        return JsonObject.parse(outcome.detail()).optionalObject("cost").flatMap(cost -> {
            try {
                return Optional.of(Usd.parse(cost.string("compute")).plus(Usd.parse(cost.string("volumes"))));
            } catch (Refusal unreadable) {
                // Counted among those of unknown price.
                return Optional.empty();
            }
        });
    }

    private static String byDay(List<Ended> past, Frame frame) {
        TreeMap<Long, Usd> days = new TreeMap<>();
        past.forEach(one -> one.sum()
                .ifPresent(cost ->
                        days.merge(Duration.between(one.at(), frame.now()).toDays(), cost, Usd::plus)));
        List<String> words = new ArrayList<>();
        days.forEach(
                (day, cost) -> words.add((day == 0 ? "last 24 hours " : day + " days before ") + Wording.usd(cost)));
        return String.join(", ", words);
    }

    private static List<Html.Element> row(Living one, Frame frame) {
        String name = one.row().text(Column.NAME).orElse(one.row().id().value());
        String hour = Wording.usd(HourlyRate.of(one.bill(), one.row().state()));
        Html limit = Html.text(
                one.bill().limit().map(most -> "ends at " + Wording.usd(most)).orElse("no limit"));
        String owner = one.row().text(Column.OWNER).orElse("");
        return frame.isNarrow()
                ? List.of(
                        Part.cell(Html.text(name), Html.text(owner)),
                        Part.cell(Html.text(Wording.usd(one.sum())), Html.text(hour + " an hour"), limit))
                : List.of(
                        Part.cell(name),
                        Part.cell(owner),
                        Part.cell(hour),
                        Part.cell(Html.text(Wording.usd(one.sum())), limit));
    }
}
