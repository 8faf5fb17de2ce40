package host.spore.spawn.functions.widgets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph as a picture: a column for each level, from left to right, and each job with the shape of its status. */
final class GraphPicture {
    /** Beyond, nobody finds anything in a picture. */
    static final int MOST = 80;

    private static final int BOX = 40;
    private static final int ROW = 52;
    private static final int GAP = 44;
    private static final int MARGIN = 6;
    private static final int LETTER = 7;
    private static final int LONGEST_LABEL = 24;

    private record Place(int x, int y, int width) {}

    private GraphPicture() {}

    /** @param statuses by job; one that is missing has none */
    static Html of(Graph graph, Map<String, String> statuses) {
        Map<String, Place> places = new HashMap<>();
        int x = MARGIN;
        int rows = 0;
        for (List<Graph.Node> column : graph.columns()) {
            int width = 2 * 10
                    + LETTER
                            * column.stream()
                                    .mapToInt(node -> Math.max(
                                            cut(node.label()).length(),
                                            statuses.getOrDefault(node.id(), "").length()))
                                    .max()
                                    .orElse(0);
            for (int row = 0; row < column.size(); row++) {
                places.put(column.get(row).id(), new Place(x, MARGIN + row * ROW, width));
            }
            rows = Math.max(rows, column.size());
            x += width + GAP;
        }
        int wide = x - GAP + MARGIN;
        int high = rows * ROW - (ROW - BOX) + 2 * MARGIN;
        List<Html> drawn = new ArrayList<>();
        graph.nodes().forEach(node -> node.after().forEach(before -> edge(places, before, node.id(), drawn)));
        graph.nodes().forEach(node -> box(node, place(places, node.id()), statuses, drawn));
        String words = "Graph of " + Wording.count(graph.nodes().size(), "job", "jobs")
                + "; the table below tells what each of them waits for";
        return Html.of(
                        Tag.DIV,
                        Html.of(Tag.SVG)
                                .with(Attribute.ROLE, "img")
                                .with(Attribute.ARIA_LABEL, words)
                                .with(Attribute.WIDTH, wide)
                                .with(Attribute.HEIGHT, high)
                                .with(Attribute.VIEWBOX, "0 0 " + wide + " " + high)
                                .addAll(drawn))
                .css("scroll")
                // What scrolls must be reached by the keyboard: https://www.w3.org/TR/WCAG22/#keyboard
                .with(Attribute.TABINDEX, 0)
                .with(Attribute.ROLE, "group")
                .with(Attribute.ARIA_LABEL, "Graph; it scrolls sideways");
    }

    private static Place place(Map<String, Place> places, String job) {
        Place place = places.get(job);
        if (place == null) {
            throw new IllegalStateException("no place for the job " + job);
        }
        return place;
    }

    private static void edge(Map<String, Place> places, String from, String to, List<Html> into) {
        Place start = places.get(from);
        if (start == null) {
            return;
        }
        Place end = place(places, to);
        int x = start.x() + start.width();
        int y = start.y() + BOX / 2;
        int endY = end.y() + BOX / 2;
        into.add(Html.of(Tag.PATH)
                .css("edge")
                .with(
                        Attribute.D,
                        "M%d %d C%d %d %d %d %d %d"
                                .formatted(x, y, x + GAP / 2, y, end.x() - GAP / 2, endY, end.x(), endY)));
    }

    private static void box(Graph.Node node, Place place, Map<String, String> statuses, List<Html> into) {
        String status = statuses.getOrDefault(node.id(), "");
        into.add(Html.of(
                Tag.G,
                Html.of(Tag.TITLE, node.label() + ": " + status),
                Html.of(Tag.RECT)
                        .css("box " + JobWords.css(status.split(",", -1)[0]))
                        .with(Attribute.X, place.x())
                        .with(Attribute.Y, place.y())
                        .with(Attribute.WIDTH, place.width())
                        .with(Attribute.HEIGHT, BOX)
                        .with(Attribute.RX, node.always() ? BOX / 2 : 4),
                Html.of(Tag.TEXT, cut(node.label()))
                        .with(Attribute.X, place.x() + 10)
                        .with(Attribute.Y, place.y() + 17),
                Html.of(Tag.TEXT, status)
                        .css("small")
                        .with(Attribute.X, place.x() + 10)
                        .with(Attribute.Y, place.y() + 32)));
    }

    private static String cut(String label) {
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }
}
