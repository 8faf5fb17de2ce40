package host.spore.spawn.events.json;

import java.util.Iterator;
import java.util.Map;

final class JsonWriter {
    private static final int MAX_SHOWN = 100;

    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {}

    static String write(Json value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString();
    }

    /** Text of others within a message of ours: escaped as in JSON, without the quotes, and not for ever. */
    static String shown(String text) {
        String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) : text;
        String quoted = write(Json.of(cut));
        return quoted.substring(1, quoted.length() - 1) + (cut.length() < text.length() ? "…" : "");
    }

    private void value(Json value) {
        if (value instanceof Json.JsonString string) {
            string(string.value());
        } else if (value instanceof Json.JsonNumber number) {
            out.append(number.value());
        } else if (value instanceof Json.JsonBoolean bool) {
            out.append(bool.value());
        } else if (value instanceof JsonObject object) {
            object(object);
        } else if (value instanceof JsonArray array) {
            array(array);
        } else {
            out.append("null");
        }
    }

    private void object(JsonObject object) {
        out.append('{');
        Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<String, Json> member = members.next();
            string(member.getKey());
            out.append(':');
            value(member.getValue());
            if (members.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private void array(JsonArray array) {
        out.append('[');
        Iterator<Json> items = array.items().iterator();
        while (items.hasNext()) {
            value(items.next());
            if (items.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        // What needs no escape, nearly all there is, is taken over in one piece.
        int taken = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '"' && c != '\\' && c >= 0x20 && c < 0x7f) {
                continue;
            }
            String escaped = escaped(text, i);
            if (!escaped.isEmpty()) {
                out.append(text, taken, i).append(escaped);
                taken = i + 1;
            }
        }
        out.append(text, taken, text.length()).append('"');
    }

    /** Nothing for what stays as it is. */
    private static String escaped(String text, int at) {
        char c = text.charAt(at);
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                // A lone surrogate has no UTF-8 form and would leave as "?": escaped, it survives.
                if (c < 0x20 || (c >= 0x7f && c < 0xa0) || steersTerminals(c) || isLoneSurrogate(text, at)) {
                    String hex = Integer.toHexString(c);
                    yield "\\u" + "0".repeat(4 - hex.length()) + hex;
                }
                yield "";
            }
        };
    }

    /**
     * Our JSON is read in terminals and consoles of logs: what turns the direction of the text around it, or ends a line,
     * must not be able to make a line look like another one. https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
     */
    private static boolean steersTerminals(char c) {
        return c == 0x61c
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
