package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.availability.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is remembered of capacity, by type, zone and market: what is left out for now on top. */
final class AvailabilityPage {
    private AvailabilityPage() {}

    /**
     * @param firstShortage for how long a single one is remembered
     * @param isCut whether there are more
     */
    static Html of(List<Standing> standings, Duration firstShortage, boolean isCut, Frame frame) {
        if (standings.isEmpty()) {
            return Part.page(
                    frame, "Availability", Part.nothing("Nothing is remembered: no launch has tried in seven days."));
        }
        List<Standing> sorted = standings.stream()
                // Enums compare by their order, and the tones are declared from the gravest on.
                .sorted(Comparator.comparing((Standing standing) ->
                                verdict(standing, firstShortage, frame).tone())
                        .thenComparing(standing -> standing.offer().key()))
                .toList();
        long empty = standings.stream()
                .filter(standing ->
                        standing.emptyUntil(firstShortage, frame.now()).isPresent())
                .count();
        long broken = standings.stream()
                .filter(standing -> standing.brokenUntil(frame.now()).isPresent())
                .count();
        List<Html> parts = new ArrayList<>();
        parts.add(Part.sum(
                Part.figure("" + standings.size(), "known"),
                Part.figure("" + empty, "without capacity now", empty > 0 ? "bad" : ""),
                Part.figure("" + broken, "taken back all the time", broken > 0 ? "warn" : "")));
        parts.add(table(sorted, firstShortage, frame));
        parts.addAll(Part.more(sorted.size() - (long) Part.MOST_ROWS, "offer", "offers"));
        if (isCut) {
            parts.add(Part.note("There are more in the table spawn-availability-stats."));
        }
        return Part.page(frame, "Availability", parts.toArray(Html[]::new));
    }

    private static Html table(List<Standing> standings, Duration firstShortage, Frame frame) {
        List<Standing> shown = standings.stream().limit(Part.MOST_ROWS).toList();
        String caption = "By type, zone and market";
        return frame.isNarrow()
                ? Part.table(
                        caption,
                        List.of("Offer", "Now"),
                        shown.stream()
                                .map(standing -> List.of(
                                        offer(standing),
                                        now(standing, firstShortage, frame, Html.text(last(standing, frame)))))
                                .toList())
                : Part.table(
                        caption,
                        List.of("Offer", "Now", "Chance", "Last"),
                        shown.stream()
                                .map(standing -> List.of(
                                        offer(standing),
                                        now(standing, firstShortage, frame),
                                        Part.cell(chance(standing, frame)),
                                        Part.cell(last(standing, frame))))
                                .toList());
    }

    private static Html.Element offer(Standing standing) {
        return Part.cell(
                Html.text(standing.offer().instanceType()),
                Html.text(standing.offer().market().wire() + ", "
                        + (standing.offer().zone() == null
                                ? "any zone"
                                : standing.offer().zone())));
    }

    private record Verdict(Part.Tone tone, String text) {}

    private static Html.Element now(Standing standing, Duration firstShortage, Frame frame, Html... below) {
        Verdict verdict = verdict(standing, firstShortage, frame);
        return Part.cell(Part.word(verdict.tone(), verdict.text()), below);
    }

    private static Verdict verdict(Standing standing, Duration firstShortage, Frame frame) {
        Optional<Instant> empty = standing.emptyUntil(firstShortage, frame.now());
        if (empty.isPresent()) {
            return new Verdict(Part.Tone.BAD, "none; tried last until " + Wording.clock(empty.get(), frame));
        }
        Optional<Instant> broken = standing.brokenUntil(frame.now());
        if (broken.isPresent()) {
            return new Verdict(
                    Part.Tone.WARN, "taken back too often; left out until " + Wording.clock(broken.get(), frame));
        }
        return standing.lastSuccessAt() == null
                ? new Verdict(Part.Tone.PLAIN, "not known")
                : new Verdict(Part.Tone.GOOD, "to be had");
    }

    private static String chance(Standing standing, Frame frame) {
        return Math.round(standing.score(frame.now()) * 100) + " %";
    }

    private static String last(Standing standing, Frame frame) {
        List<String> words = new ArrayList<>();
        if (standing.lastSuccessAt() != null) {
            words.add("had " + Wording.ago(standing.lastSuccessAt(), frame.now()));
        }
        if (standing.lastShortageAt() != null) {
            words.add("short " + Wording.ago(standing.lastShortageAt(), frame.now()));
        }
        standing.interruptions().values().stream()
                .max(Comparator.naturalOrder())
                .ifPresent(at -> words.add("interrupted " + Wording.ago(at, frame.now())));
        return String.join(", ", words);
    }
}
