package host.spore.spawn.local.systemd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of a unit file, split into words. No shell reads it: only quotes, C escapes, {@code $VARIABLE} and a few
 * specifiers mean something.
 *
 * @param words the program first
 * @param failureIsFine the command was written with a leading {@code -}
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines">Command
 *     lines</a>
 */
record CommandLine(List<String> words, boolean failureIsFine) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\$|\\$\\{(\\w+)}");
    private static final Pattern WHOLE_WORD = Pattern.compile("\\$(\\w+)");

    CommandLine {
        words = List.copyOf(words);
    }

    static CommandLine parse(String text) {
        String rest = text.strip();
        boolean failureIsFine = false;
        // "@" (other argv[0]), ":" and "+", "!" (privileges) change nothing that is simulated.
        while (!rest.isEmpty() && "-@:+!".indexOf(rest.charAt(0)) >= 0) {
            failureIsFine |= rest.charAt(0) == '-';
            rest = rest.substring(1);
        }
        return new CommandLine(split(rest), failureIsFine);
    }

    /** Also the grammar of {@code Environment=}, whose words are assignments. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(escaped(text.charAt(++i)));
                inWord = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    /** The words with variables and specifiers put in. An unset variable is empty, and alone in a word it is no word. */
    List<String> expand(Map<String, String> environment, String unit) {
        List<String> expanded = new ArrayList<>();
        for (String word : words) {
            Matcher whole = WHOLE_WORD.matcher(word);
            if (whole.matches()) {
                String value = environment.getOrDefault(whole.group(1), "").strip();
                if (!value.isEmpty()) {
                    expanded.addAll(List.of(value.split("\\s+")));
                }
                continue;
            }
            String name = unit.contains(".") ? unit.substring(0, unit.lastIndexOf('.')) : unit;
            String specified = word.replace("%n", unit).replace("%N", name).replace("%%", "%");
            expanded.add(VARIABLE.matcher(specified)
                    .replaceAll(match -> Matcher.quoteReplacement(
                            match.group(1) == null ? "$" : environment.getOrDefault(match.group(1), ""))));
        }
        return List.copyOf(expanded);
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 's' -> ' ';
            default -> c;
        };
    }
}
