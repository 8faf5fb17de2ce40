package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** An alert in the form of its channel, where nothing that somebody wrote is anything but text. */
final class Wording {
    private static final int LONGEST_SUBJECT = 100;

    /** Of a block's text: https://docs.slack.dev/reference/block-kit/blocks/section-block */
    private static final int LONGEST_BLOCK = 3_000;

    private Wording() {}

    /**
     * Blocks whose texts are {@code plain_text}, in which Slack looks for no mention, link or format; what has links is
     * ours alone. The text of the notification is always looked through, and so it is escaped.
     *
     * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">what Slack makes of text</a>
     */
    static JsonObject slack(Alert alert) {
        List<Json> blocks = new ArrayList<>();
        blocks.add(section(mark(alert.kind()) + " " + alert.title()));
        if (!alert.lines().isEmpty()) {
            blocks.add(section(String.join("\n", alert.lines())));
        }
        List<Json> context = new ArrayList<>();
        if (!alert.facts().isEmpty()) {
            context.add(plain(facts(alert)));
        }
        if (!alert.links().isEmpty()) {
            context.add(JsonObject.builder()
                    .put("type", "mrkdwn")
                    .put(
                            "text",
                            alert.links().entrySet().stream()
                                    .map(link -> "<" + escaped(link.getValue()) + "|" + escaped(link.getKey()) + ">")
                                    .collect(Collectors.joining("   ")))
                    .build());
        }
        if (!context.isEmpty()) {
            blocks.add(JsonObject.builder()
                    .put("type", "context")
                    .put("elements", new JsonArray(context))
                    .build());
        }
        return JsonObject.builder()
                .put("text", escaped(alert.title()))
                .put("blocks", new JsonArray(blocks))
                .build();
    }

    /** For endpoints that are programs. */
    static JsonObject json(Alert alert, String id, String destination) {
        return JsonObject.builder()
                .put("version", 1)
                .put("id", id)
                .put("destination", destination)
                .putAll(alert.toJson())
                .build();
    }

    static Mail.Letter letter(Alert alert) {
        return new Mail.Letter("spawn: " + alert.title(), text(alert), html(alert));
    }

    /** SNS takes 100 characters of ASCII: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
    static String subject(Alert alert) {
        String ascii = ("spawn: " + alert.title())
                .chars()
                .mapToObj(c -> c >= ' ' && c <= '~' ? String.valueOf((char) c) : "?")
                .collect(Collectors.joining());
        return ascii.length() > LONGEST_SUBJECT ? ascii.substring(0, LONGEST_SUBJECT - 3) + "..." : ascii;
    }

    /** Plain, for mail and for topics. */
    static String text(Alert alert) {
        StringJoiner text = new StringJoiner("\n", "", "\n");
        text.add(alert.title());
        if (!alert.lines().isEmpty()) {
            text.add("");
            alert.lines().forEach(text::add);
        }
        text.add("");
        text.add(Matter.time(alert.at()).substring(3));
        alert.facts().forEach((name, value) -> text.add(name + ": " + value));
        alert.links().forEach((name, url) -> text.add(name + ": " + url));
        return text.toString();
    }

    private static String html(Alert alert) {
        StringBuilder html = new StringBuilder("<!doctype html><html><body style=\"font-family:sans-serif\"><p><b>")
                .append(markup(alert.title()))
                .append("</b></p>");
        alert.lines().forEach(line -> html.append("<p>").append(markup(line)).append("</p>"));
        html.append("<p style=\"color:#666\">").append(Matter.time(alert.at()).substring(3));
        alert.facts()
                .forEach((name, value) ->
                        html.append("<br>").append(markup(name)).append(": ").append(markup(value)));
        html.append("</p><p>");
        alert.links()
                .forEach((name, url) -> html.append("<a href=\"")
                        .append(markup(url))
                        .append("\">")
                        .append(markup(name))
                        .append("</a> "));
        return html.append("</p></body></html>").toString();
    }

    private static String facts(Alert alert) {
        return alert.facts().entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining("  ·  "));
    }

    private static JsonObject section(String text) {
        return JsonObject.builder()
                .put("type", "section")
                .put("text", plain(text))
                .build();
    }

    private static JsonObject plain(String text) {
        return JsonObject.builder()
                .put("type", "plain_text")
                .put("emoji", false)
                .put("text", text.length() > LONGEST_BLOCK ? text.substring(0, LONGEST_BLOCK - 1) + "…" : text)
                .build();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String markup(String text) {
        return escaped(text).replace("\"", "&quot;").replace("'", "&#39;");
    }

    /** One sign by which an eye tells them apart. */
    private static String mark(AlertKind kind) {
        return switch (kind) {
            case LAUNCHED, READY -> "\u25B6";
            case FAILED -> "\u2716";
            case WARNING, SPOT, COST, DRIFT -> "\u26A0";
            case EXPIRED, IDLE -> "\u25A0";
            case QUEUE, SWEEP -> "\u2630";
        };
    }
}
