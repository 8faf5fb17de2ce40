package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The launches of the last day: what they came to, how long those that succeeded took, and why the others failed. */
final class LaunchesPage {
    static final Duration SPAN = Duration.ofDays(1);
    private static final int MOST_FAILURES = 10;

    private LaunchesPage() {}

    /**
     * Each list newest first, and possibly cut.
     *
     * @param ready an agent was heard
     * @param failed no instance is left
     * @param rejected none was tried
     * @param most at which a list was cut
     */
    record Known(List<StoredOutcome> ready, List<StoredOutcome> failed, List<StoredOutcome> rejected, int most) {}

    static Html of(Known known, Frame frame) {
        int all =
                known.ready().size() + known.failed().size() + known.rejected().size();
        if (all == 0) {
            return Part.page(frame, "Launches", Part.nothing("No launch has ended in the last 24 hours."));
        }
        List<Html> parts = new ArrayList<>();
        parts.add(Part.sum(
                Part.figure(shown(known.ready(), known), "ready", "good"),
                Part.figure(
                        shown(known.failed(), known), "failed", known.failed().isEmpty() ? "" : "bad"),
                Part.figure(
                        shown(known.rejected(), known),
                        "rejected",
                        known.rejected().isEmpty() ? "" : "warn")));
        parts.add(latency(known.ready()));
        parts.add(Bars.of(
                "Launches by the hour: " + known.ready().size() + " ready, "
                        + known.failed().size() + " failed, " + known.rejected().size() + " rejected",
                Stream.of(facts(known.ready(), "good"), facts(known.rejected(), "warn"), facts(known.failed(), "bad"))
                        .flatMap(facts -> facts)
                        .toList(),
                List.of("good", "warn", "bad"),
                24,
                Duration.ofHours(1),
                frame));
        List<StoredOutcome> wrong = Stream.concat(known.failed().stream(), known.rejected().stream())
                .sorted(Comparator.comparing(StoredOutcome::writtenAt).reversed())
                .toList();
        if (!wrong.isEmpty()) {
            parts.add(Part.table(
                            "Failed or rejected, the latest first",
                            List.of("Launch", "Why"),
                            wrong.stream()
                                    .limit(MOST_FAILURES)
                                    .map(outcome -> row(outcome, frame))
                                    .toList())
                    .css("tell"));
            parts.addAll(Part.more(wrong.size() - (long) MOST_FAILURES, "launch", "launches"));
        }
        return Part.page(frame, "Launches", parts.toArray(Html[]::new));
    }

    private static String shown(List<StoredOutcome> outcomes, Known known) {
        return (outcomes.size() >= known.most() ? "at least " : "") + "%,d".formatted(outcomes.size());
    }

    private static Stream<Bars.Fact> facts(List<StoredOutcome> outcomes, String css) {
        return outcomes.stream().map(outcome -> new Bars.Fact(outcome.writtenAt(), css, 1));
    }

    private static Html latency(List<StoredOutcome> ready) {
        List<Duration> took = ready.stream()
                .flatMap(outcome -> asked(outcome.key())
                        .map(at -> Duration.between(at, outcome.writtenAt()))
                        .filter(span -> !span.isNegative())
                        .stream())
                .sorted()
                .toList();
        if (took.isEmpty()) {
            return Part.note("How long they took is not known: the ids of their commands tell no time.");
        }
        return Part.sum(
                Part.figure(seconds(took.get((took.size() - 1) / 2)), "half are ready within"),
                Part.figure(seconds(took.get((int) Math.ceil(took.size() * 0.9) - 1)), "nine of ten"),
                Part.figure(seconds(took.getLast()), "the slowest"));
    }

    private static String seconds(Duration span) {
        return span.compareTo(Duration.ofMinutes(2)) < 0
                ? "%.1f s".formatted(span.toMillis() / 1000.0)
                : Wording.span(span);
    }

    /** When a command was made: our command line's ids tell (RFC 9562, version 7), those of rules and tools may not. */
    private static Optional<Instant> asked(String commandId) {
        try {
            UUID id = UUID.fromString(commandId);
            return id.version() == 7
                    ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        } catch (IllegalArgumentException noUuid) {
            return Optional.empty();
        }
    }

    private static List<Html.Element> row(StoredOutcome outcome, Frame frame) {
        JsonObject detail = JsonObject.parse(outcome.detail());
        boolean failed = outcome.type().equals("LaunchFailed");
        return List.of(
                Part.cell(
                        Html.text(detail.optionalString("name").orElse("without a name")),
                        Part.word(failed ? Part.Tone.BAD : Part.Tone.WARN, failed ? "failed" : "rejected"),
                        Part.time(outcome.writtenAt(), Wording.ago(outcome.writtenAt(), frame.now()))),
                Part.cell(detail.optionalString("reason").orElse("")));
    }
}
