package host.spore.spawn.events.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Strict RFC 8259: no comments, no trailing commas, no doubled keys (two readers would see two commands). */
final class JsonParser {
    /** Deeper text than any message of ours would only serve to overflow the stack. */
    private static final int MAX_DEPTH = 64;

    /** A number longer than this is an attack on BigDecimal, not a quantity. */
    private static final int MAX_NUMBER_LENGTH = 64;

    private final String text;
    private int at;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    Json parse() {
        Json value = value();
        skipBlanks();
        if (at < text.length()) {
            throw error("nothing more was expected after the value");
        }
        return value;
    }

    private Json value() {
        skipBlanks();
        if (at >= text.length()) {
            throw error("the text ends where a value was expected");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.JsonString(string());
            case 't' -> literal("true", new Json.JsonBoolean(true));
            case 'f' -> literal("false", new Json.JsonBoolean(false));
            case 'n' -> literal("null", Json.JsonNull.NULL);
            default -> number();
        };
    }

    private Json object() {
        enter();
        Map<String, Json> members = new LinkedHashMap<>();
        skipBlanks();
        if (!takes('}')) {
            do {
                skipBlanks();
                if (at >= text.length() || text.charAt(at) != '"') {
                    throw error("a key in double quotes was expected");
                }
                String key = string();
                skipBlanks();
                expect(':');
                if (members.put(key, value()) != null) {
                    throw error("the key \"" + JsonWriter.shown(key) + "\" is there twice");
                }
                skipBlanks();
            } while (takes(','));
            expect('}');
        }
        depth--;
        return new JsonObject(members);
    }

    private Json array() {
        enter();
        List<Json> items = new ArrayList<>();
        skipBlanks();
        if (!takes(']')) {
            do {
                items.add(value());
                skipBlanks();
            } while (takes(','));
            expect(']');
        }
        depth--;
        return new JsonArray(items);
    }

    private String string() {
        at++;
        StringBuilder out = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw error("the text ends inside a string");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c < 0x20) {
                at--;
                throw error("a control character inside a string must be escaped");
            }
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        if (at >= text.length()) {
            throw error("the text ends inside a string");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw error("unknown escape \\" + JsonWriter.shown(String.valueOf(c)));
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            // Character.digit also knows full-width digits, JSON does not.
            if (digit < 0 || text.charAt(at) > 'f') {
                throw error("four hexadecimal digits were expected after \\u");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Json number() {
        int start = at;
        takes('-');
        if (!takes('0')) {
            digits();
        }
        if (takes('.')) {
            digits();
        }
        if (takes('e') || takes('E')) {
            if (!takes('+')) {
                takes('-');
            }
            digits();
        }
        if (at - start > MAX_NUMBER_LENGTH) {
            throw error("a number has at most " + MAX_NUMBER_LENGTH + " characters");
        }
        try {
            return new Json.JsonNumber(new BigDecimal(text.substring(start, at)));
        } catch (NumberFormatException outOfRange) {
            throw error("the number is out of range");
        }
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw error("a value was expected");
        }
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw error("a value was expected");
        }
        at += word.length();
        return value;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw error("nested deeper than " + MAX_DEPTH);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean takes(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!takes(c)) {
            throw error("'" + c + "' was expected");
        }
    }

    private JsonException error(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new JsonException("line " + line + ", column " + column + ": " + what);
    }
}
