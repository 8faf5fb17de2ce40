package host.spore.spawn.functions.widgets;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stacked bars over time, for whoever wants to see when it was. The figures beside it tell how much. */
final class Bars {
    private static final int WIDE = 1000;
    private static final int HIGH = 90;

    /**
     * Something that happened.
     *
     * @param at when
     * @param css its colour
     * @param weight how much of it
     */
    record Fact(Instant at, String css, double weight) {}

    private Bars() {}

    /**
     * @param words for whoever cannot see it
     * @param colours in the order in which they are stacked, from below
     */
    static Html of(String words, List<Fact> facts, List<String> colours, int bars, Duration each, Frame frame) {
        Instant start = frame.now().minus(each.multipliedBy(bars));
        double[][] sums = new double[bars][colours.size()];
        for (Fact fact : facts) {
            long bar = Duration.between(start, fact.at()).toMillis() / each.toMillis();
            int colour = colours.indexOf(fact.css());
            if (!fact.at().isBefore(start) && bar < bars && colour >= 0) {
                sums[(int) bar][colour] += fact.weight();
            }
        }
        double most = 0;
        for (double[] bar : sums) {
            most = Math.max(most, sum(bar));
        }
        List<Html> drawn = new ArrayList<>();
        int width = WIDE / bars;
        for (int bar = 0; bar < bars; bar++) {
            double y = HIGH;
            for (int colour = 0; colour < colours.size(); colour++) {
                double height = most == 0 ? 0 : sums[bar][colour] / most * (HIGH - 4);
                if (height > 0) {
                    y -= height;
                    drawn.add(Html.of(Tag.RECT)
                            .css("bar " + colours.get(colour))
                            .with(Attribute.X, bar * (long) width + 2)
                            .with(Attribute.Y, "%.1f".formatted(y))
                            .with(Attribute.WIDTH, Math.max(1, width - 4))
                            .with(Attribute.HEIGHT, "%.1f".formatted(height)));
                }
            }
        }
        drawn.add(Html.of(Tag.LINE)
                .css("axis")
                .with(Attribute.X1, 0)
                .with(Attribute.X2, WIDE)
                .with(Attribute.Y1, HIGH)
                .with(Attribute.Y2, HIGH));
        return Html.of(
                Tag.DIV,
                Html.of(Tag.SVG)
                        .css("fit")
                        .with(Attribute.ROLE, "img")
                        .with(Attribute.ARIA_LABEL, words)
                        .with(Attribute.VIEWBOX, "0 0 " + WIDE + " " + (HIGH + 2))
                        .addAll(drawn),
                // Not within the picture, where letters would shrink with it.
                Html.of(
                                Tag.DIV,
                                Html.of(Tag.SPAN, Wording.span(each.multipliedBy(bars)) + " ago"),
                                Html.of(Tag.SPAN, "now"))
                        .css("ends dim")
                        .with(Attribute.ARIA_HIDDEN, "true"));
    }

    private static double sum(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }
}
