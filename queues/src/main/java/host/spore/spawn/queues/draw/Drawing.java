package host.spore.spawn.queues.draw;

import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.graph.Dag;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs and what waits for what, without edges that follow from others.
 *
 * @param jobs by their places
 * @param graph of the places
 */
public record Drawing(List<Job> jobs, Dag graph) {
    private static final int BOX_HEIGHT = 28;
    private static final int ROW = 44;
    private static final int GAP = 60;
    private static final int MARGIN = 16;
    private static final int LETTER = 8;

    public Drawing {
        jobs = List.copyOf(jobs);
    }

    private interface Edge {
        void draw(int from, int to);
    }

    private void edges(Edge edge) {
        for (int from = 0; from < graph.size(); from++) {
            for (int to : graph.successors(from)) {
                edge.draw(from, to);
            }
        }
    }

    private String label(int place) {
        Job job = jobs.get(place);
        return job.id() + (job.array().isEmpty() ? "" : " x" + job.array().getAsInt());
    }

    /** A flowchart of <a href="https://mermaid.js.org">Mermaid</a>; what runs always has round ends. */
    public String mermaid() {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (int place = 0; place < jobs.size(); place++) {
            boolean always = jobs.get(place).always();
            text.append("  n")
                    .append(place)
                    .append(always ? "([\"" : "[\"")
                    .append(label(place))
                    .append(always ? "\"])\n" : "\"]\n");
        }
        edges((from, to) ->
                text.append("  n").append(from).append(" --> n").append(to).append('\n'));
        return text.toString();
    }

    /** A graph of <a href="https://graphviz.org">Graphviz</a>. */
    public String dot() {
        StringBuilder text = new StringBuilder("digraph queue {\n  rankdir=LR;\n  node [shape=box];\n");
        for (int place = 0; place < jobs.size(); place++) {
            text.append("  \"")
                    .append(jobs.get(place).id())
                    .append("\" [label=\"")
                    .append(label(place))
                    .append(jobs.get(place).always() ? "\", style=rounded];\n" : "\"];\n");
        }
        edges((from, to) -> text.append("  \"")
                .append(jobs.get(from).id())
                .append("\" -> \"")
                .append(jobs.get(to).id())
                .append("\";\n"));
        return text.append("}\n").toString();
    }

    /** A picture of its own: a column for each level, from left to right. */
    public String svg() {
        int[] levels = levels();
        List<List<Integer>> columns = new ArrayList<>();
        int[] row = new int[jobs.size()];
        for (int place : graph.order()) {
            while (columns.size() <= levels[place]) {
                columns.add(new ArrayList<>());
            }
            row[place] = columns.get(levels[place]).size();
            columns.get(levels[place]).add(place);
        }
        int[] left = new int[columns.size() + 1];
        int[] width = new int[columns.size()];
        left[0] = MARGIN;
        int rows = 0;
        for (int column = 0; column < columns.size(); column++) {
            int letters = columns.get(column).stream()
                    .mapToInt(place -> label(place).length())
                    .max()
                    .orElse(0);
            width[column] = letters * LETTER + 20;
            left[column + 1] = left[column] + width[column] + GAP;
            rows = Math.max(rows, columns.get(column).size());
        }
        StringBuilder text = new StringBuilder();
        int high = rows * ROW + 2 * MARGIN;
        int wide = left[columns.size()] - GAP + MARGIN;
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(wide)
                .append(' ')
                .append(high)
                .append("\" font-family=\"monospace\" font-size=\"13\">\n");
        edges((from, to) -> {
            int x = left[levels[from]] + width[levels[from]];
            int y = MARGIN + row[from] * ROW + BOX_HEIGHT / 2;
            int endX = left[levels[to]];
            int endY = MARGIN + row[to] * ROW + BOX_HEIGHT / 2;
            text.append("  <path fill=\"none\" stroke=\"#888\" d=\"M%d %d C%d %d %d %d %d %d\"/>\n"
                    .formatted(x, y, x + GAP / 2, y, endX - GAP / 2, endY, endX, endY));
        });
        for (int place = 0; place < jobs.size(); place++) {
            int x = left[levels[place]];
            int y = MARGIN + row[place] * ROW;
            text.append("  <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"#fff\" stroke=\"#333\"/>"
                            .formatted(
                                    x,
                                    y,
                                    width[levels[place]],
                                    BOX_HEIGHT,
                                    jobs.get(place).always() ? 14 : 3))
                    .append("<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(x + 10, y + 18, label(place)));
        }
        return text.append("</svg>\n").toString();
    }

    /** What runs always stands behind everything, since that is when it runs. */
    private int[] levels() {
        int[] levels = graph.levels();
        int last = -1;
        for (int place = 0; place < jobs.size(); place++) {
            last = Math.max(last, jobs.get(place).always() ? -1 : levels[place]);
        }
        for (int place : graph.order()) {
            if (jobs.get(place).always()) {
                levels[place] = last + 1;
                for (int before : graph.predecessors(place)) {
                    levels[place] = Math.max(levels[place], levels[before] + 1);
                }
            }
        }
        return levels;
    }
}
