package host.spore.spawn.queues.sweep;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table as a sweep file: a line of names, then a row a line. RFC 4180, with cells that mean what JSON would make of them:
 * {@code 0.1} is a number and {@code true} a truth value, {@code 007} and whatever is in quotes a text. A cell with nothing in
 * it says nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class Csv {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    private final String text;
    private final List<Problem> problems;
    private int at;
    private int line = 1;

    private Csv(String text, List<Problem> problems) {
        this.text = text;
        this.problems = problems;
    }

    /**
     * @param problems that are found go there
     * @return {@code {"params": […]}}
     */
    static JsonObject parse(String text, List<Problem> problems) {
        return new Csv(text, problems).table();
    }

    private record Cell(String text, boolean quoted) {}

    /** @param line on which it begins */
    private record Line(int line, List<Cell> cells) {
        boolean isBlank() {
            return cells.size() == 1
                    && !cells.getFirst().quoted()
                    && cells.getFirst().text().isBlank();
        }
    }

    private JsonObject table() {
        List<String> names = List.of();
        List<Json> rows = new ArrayList<>();
        while (at < text.length()) {
            Line next = next();
            if (next.isBlank()) {
                continue;
            }
            if (names.isEmpty()) {
                names = names(next);
            } else if (next.cells().size() != names.size()) {
                problems.add(
                        new Problem(
                                "line " + next.line(),
                                next.cells().size() + " cells under " + names.size()
                                        + " names; a cell that is to say nothing is empty, and a comma within a text is in quotes"));
            } else {
                rows.add(row(names, next));
            }
        }
        return JsonObject.builder().put("params", new JsonArray(rows)).build();
    }

    private List<String> names(Line header) {
        List<String> names = new ArrayList<>();
        for (Cell cell : header.cells()) {
            String name = cell.text().strip();
            if (name.isEmpty() || names.contains(name)) {
                problems.add(new Problem(
                        "line " + header.line(),
                        name.isEmpty()
                                ? "column " + (names.size() + 1) + " has no name"
                                : "the name \"" + Printable.of(name) + "\" is there twice"));
            }
            names.add(name);
        }
        return names;
    }

    private static Json row(List<String> names, Line line) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Cell cell = line.cells().get(i);
            if (cell.quoted() || !cell.text().isBlank()) {
                members.put(names.get(i), value(cell));
            }
        }
        return new JsonObject(members);
    }

    private static Json value(Cell cell) {
        if (cell.quoted()) {
            return Json.of(cell.text());
        }
        String text = cell.text().strip();
        if (text.equals("true") || text.equals("false")) {
            return Json.of(text.equals("true"));
        }
        return NUMBER.matcher(text).matches() ? new Json.JsonNumber(new BigDecimal(text)) : Json.of(text);
    }

    private Line next() {
        int begun = line;
        List<Cell> cells = new ArrayList<>();
        while (true) {
            cells.add(cell());
            if (at >= text.length()) {
                return new Line(begun, cells);
            }
            char end = text.charAt(at++);
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (end != ',') {
                line++;
                return new Line(begun, cells);
            }
        }
    }

    /** Up to the comma or the line's end behind it. */
    private Cell cell() {
        int from = at;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        at = from;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return new Cell(text.substring(from, at), false);
    }

    private Cell quoted() {
        int begun = line;
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\n') {
                line++;
            }
            if (c != '"') {
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else {
                rest(begun);
                return new Cell(value.toString(), true);
            }
        }
        problems.add(new Problem("line " + begun, "a quote is opened and never closed"));
        return new Cell(value.toString(), true);
    }

    private void rest(int begun) {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (!text.substring(from, at).isBlank()) {
            problems.add(new Problem(
                    "line " + begun,
                    "\"" + Printable.of(text.substring(from, at))
                            + "\" behind a closing quote; within quotes, a quote is written twice"));
        }
    }
}
