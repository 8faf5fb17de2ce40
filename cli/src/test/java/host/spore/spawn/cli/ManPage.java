package host.spore.spawn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual's page in the language of man(7), of what the command line says of itself. picocli's own generator writes
 * AsciiDoc, of which only a Ruby in Java makes a page.
 */
final class ManPage {
    private static final Pattern LEADING = Pattern.compile("(?m)^([.'])");

    private final List<String> lines = new ArrayList<>();

    private ManPage() {}

    static String of(CommandLine program) {
        ManPage page = new ManPage();
        page.write(program.getCommandSpec());
        return String.join("\n", page.lines) + "\n";
    }

    private void write(CommandSpec root) {
        lines.add(".\\\" Made by SharedFilesTest; mvn test -pl cli -am -Dspawn.docs=write writes it.");
        lines.add(".TH SPAWN 1 \"\" spawn \"User Commands\"");
        section("NAME", "spawn - EC2 instances that always end");
        lines.add(".SH SYNOPSIS");
        lines.add(".B spawn");
        lines.add(".I command");
        lines.add("[\\fIoption\\fR ...]");
        section(
                "DESCRIPTION",
                "Each command is checked and becomes one event on the bus; what becomes of it is said there, on the"
                        + " dashboard and to whoever asked for alerts. Nothing else is called, so the exit code says"
                        + " that it was published, and not how it ended.");
        lines.add(".SH COMMANDS");
        commands(root).forEach(this::command);
        lines.add(".SH EXIT STATUS");
        Map<String, String> exits = new LinkedHashMap<>();
        exits.put("0", "published, or nothing was to be");
        exits.put("1", "failed: no credentials, no network, or the bus refused it");
        exits.put("2", "misuse: nothing was published, and one line on stderr says what was given and what is allowed");
        exits.forEach((code, meaning) -> item("\\fB" + code + "\\fR", meaning));
        lines.add(".SH ENVIRONMENT");
        item("\\fBSPAWN_BUS\\fR", "ARN of the bus, output BusArn of cdk deploy");
        item("\\fBSPAWN_DOMAIN\\fR", "under which instances have names, output Domain");
        item("\\fBAWS_PROFILE\\fR, \\fBAWS_ACCESS_KEY_ID\\fR, ...", "credentials, as the AWS CLI takes them");
        item("\\fBSPAWN_DEBUG\\fR", "set: what should not have happened is shown in full");
        lines.add(".SH FILES");
        item("\\fI~/.config/spawn/config\\fR", "bus = ... and domain = ..., for where the variables are not set");
    }

    /** Those that can be given, groups replaced by their members, in the order in which help lists them. */
    private static List<CommandSpec> commands(CommandSpec of) {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandLine child : of.subcommands().values()) {
            CommandSpec spec = child.getCommandSpec();
            if (spec.userObject() instanceof Subcommand || spec.subcommands().isEmpty()) {
                all.add(spec);
            }
            all.addAll(commands(spec));
        }
        return all;
    }

    private void command(CommandSpec command) {
        StringBuilder title = new StringBuilder(command.qualifiedName(" "));
        command.positionalParameters().forEach(parameter -> title.append(' ').append(parameter.paramLabel()));
        lines.add(".SS \"" + escaped(title.toString()).replace("\"", "\\(dq") + "\"");
        text(String.join(" ", command.usageMessage().description()));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", String.join(" ", parameter.description()));
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden() && !option.usageHelp()) {
                String label = option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR";
                item(
                        "\\fB" + escaped(String.join(", ", option.names())) + "\\fR" + label,
                        String.join(" ", option.description()));
            }
        }
    }

    private void section(String title, String text) {
        lines.add(".SH " + title);
        text(text);
    }

    private void item(String tag, String text) {
        lines.add(".TP");
        lines.add(tag);
        text(text);
    }

    private void text(String text) {
        lines.add(escaped(text));
    }

    /** A line that began with one of its two marks would be an order to the formatter. */
    private static String escaped(String text) {
        String plain =
                text.replace("%n", " ").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
        return LEADING.matcher(plain).replaceAll(mark -> Matcher.quoteReplacement("\\&" + mark.group(1)));
    }
}
