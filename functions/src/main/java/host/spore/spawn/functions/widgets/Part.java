package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What all pages are put together from. */
final class Part {
    /** Of a page. */
    static final int MOST_ROWS = 100;

    private Part() {}

    /**
     * A whole page.
     *
     * @param label for whoever cannot see it
     */
    static Html page(Frame frame, String label, Html... parts) {
        return Html.of(Tag.DIV)
                .add(
                        new Html.Sheet(frame.theme()),
                        // The console's own styles of tables and the like would be mixed with ours.
                        Html.of(Tag.DIV).css("cwdb-no-default-styles"),
                        Html.of(Tag.SECTION)
                                .css("sw")
                                .with(Attribute.ARIA_LABEL, label)
                                .add(parts));
    }

    /** Figures side by side. */
    static Html sum(Html... figures) {
        return Html.of(Tag.DIV).css("sum").add(figures);
    }

    /** A figure: a number and what it counts. */
    static Html figure(String number, String meaning) {
        return figure(number, meaning, "");
    }

    static Html figure(String number, String meaning, String css) {
        return Html.of(Tag.SPAN).add(Html.of(Tag.SPAN, number).css(("big num " + css).strip()), Html.text(meaning));
    }

    /**
     * A table.
     *
     * @param caption what it is of
     * @param heads of its columns
     * @param rows each with as many cells; the first of them heads its row
     */
    static Html.Element table(String caption, List<String> heads, List<List<Html.Element>> rows) {
        return Html.of(Tag.TABLE)
                .add(
                        Html.of(Tag.CAPTION, caption),
                        Html.of(Tag.THEAD)
                                .add(Html.of(
                                        Tag.TR,
                                        heads.stream()
                                                .map(head ->
                                                        Html.of(Tag.TH, head).with(Attribute.SCOPE, "col")))),
                        Html.of(
                                Tag.TBODY,
                                rows.stream()
                                        .map(row -> Html.of(
                                                Tag.TR,
                                                Stream.concat(
                                                        row.stream().limit(1).map(Part::head),
                                                        row.stream().skip(1))))));
    }

    private static Html.Element head(Html.Element cell) {
        return new Html.Element(Tag.TH, cell.attributes(), cell.children()).with(Attribute.SCOPE, "row");
    }

    /** A cell, its lines below each other. */
    static Html.Element cell(Html first, Html... below) {
        List<Html> lines = new ArrayList<>();
        lines.add(first);
        Stream.of(below).map(Part::below).forEach(lines::add);
        return Html.of(Tag.TD).addAll(lines);
    }

    static Html.Element cell(String text) {
        return cell(Html.text(text));
    }

    private static Html below(Html line) {
        return Html.of(Tag.SPAN).css("sub").add(line);
    }

    /** A word that has a colour, and a mark of a shape of its own, so that it is told without colour too. */
    static Html.Element word(Tone tone, String text) {
        return Html.of(Tag.SPAN)
                .add(
                        Html.of(Tag.SPAN).css(("mark " + tone.css()).strip()).with(Attribute.ARIA_HIDDEN, "true"),
                        Html.text(text));
    }

    /** A moment, in words, with the exact one for machines. */
    static Html.Element time(Instant at, String words) {
        return Html.of(Tag.TIME, words).with(Attribute.DATETIME, at.toString());
    }

    /** Nothing to show, and what would make something. */
    static Html nothing(String text) {
        return Html.of(Tag.P, text).css("dim");
    }

    static Html note(String text) {
        return Html.of(Tag.P, text).css("more");
    }

    static Html heading(String text) {
        return Html.of(Tag.H3, text);
    }

    /**
     * A button that shows another page.
     *
     * @param where in place of this one, or above it
     * @param asked what the function is given
     */
    static List<Html> button(Frame frame, String text, String css, Where where, JsonObject asked) {
        Html.Element button = Html.of(Tag.BUTTON, text).with(Attribute.TYPE, "button");
        return List.of(
                css.isEmpty() ? button : button.css(css),
                // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_interactivity.html
                Html.of(Tag.CWDB_ACTION, asked.toString())
                        .with(Attribute.ACTION, "call")
                        .with(Attribute.DISPLAY, where == Where.HERE ? "widget" : "popup")
                        .with(Attribute.ENDPOINT, frame.endpoint()));
    }

    enum Where {
        HERE,
        ABOVE
    }

    /** What a colour and a mark say, the gravest first. */
    enum Tone {
        BAD,
        WARN,
        BUSY,
        GOOD,
        PLAIN;

        String css() {
            return switch (this) {
                case GOOD -> "good";
                case BAD -> "bad";
                case WARN -> "warn";
                case BUSY -> "busy";
                case PLAIN -> "";
            };
        }
    }

    /** Of a list that is cut; empty when it is not. */
    static List<Html> more(long left, String one, String many) {
        return left > 0 ? List.of(note("and " + Wording.count(left, one, many) + " more")) : List.of();
    }
}
