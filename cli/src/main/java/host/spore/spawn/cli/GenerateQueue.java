package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.queues.file.IndentedJson;
import host.spore.spawn.queues.file.QueueFile;
import host.spore.spawn.queues.template.Template;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code spawn queue template generate}: a queue file of a template, checked like any other. */
final class GenerateQueue implements OfflineSubcommand {
    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String summary() {
        return "Make a queue file of a template.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("NAME", "the template's name"),
                variable(),
                Subcommand.option("--output", "FILE", "write it there; no file is overwritten"),
                Subcommand.flag("--json", "problems as one line of JSON"));
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        Template template =
                TemplateFolder.template(arguments.positional(), TemplateFolder.of(surroundings), "generate etl");
        return switch (template.fill(variables(arguments))) {
            case Template.Unfilled unfilled ->
                QueueText.told(new QueueText.Bad(unfilled.problems()), arguments, surroundings);
            case Template.Filled filled ->
                switch (QueueText.look(QueueFile.read(filled.queue()))) {
                    case QueueText.Bad bad -> QueueText.told(bad, arguments, surroundings);
                    case QueueText.Good good -> {
                        QueueText.noted(good.notes(), surroundings);
                        write(IndentedJson.of(filled.queue()) + "\n", arguments, surroundings);
                        yield Program.ACCEPTED;
                    }
                };
        };
    }

    /** Of a template, here and wherever one is filled. */
    static OptionSpec variable() {
        return OptionSpec.builder("--var")
                .paramLabel("K=V")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description("a variable's value; may be given several times")
                .build();
    }

    static Map<String, String> variables(Arguments arguments) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String given : arguments.all("--var")) {
            int equals = given.indexOf('=');
            if (equals < 1) {
                throw new Refusal(
                        "--var \"" + Printable.of(given) + "\": a name and its value, for example --var NAME=train");
            }
            if (variables.put(given.substring(0, equals), given.substring(equals + 1)) != null) {
                throw new Refusal(
                        "--var " + Printable.of(given.substring(0, equals)) + " was given twice: give it once");
            }
        }
        return variables;
    }

    private static void write(String text, Arguments arguments, Surroundings surroundings) {
        String output = arguments.text("--output");
        if (output == null) {
            surroundings.out().print(text);
            surroundings.out().flush();
            return;
        }
        try {
            writeNew(surroundings.folder().resolve(output), text, "--output");
        } catch (InvalidPathException notAPath) {
            throw new Refusal("--output \"" + Printable.of(output) + "\": not the name of a file");
        }
    }

    /** @throws Refusal when there is such a file, or it cannot be written */
    static void writeNew(Path file, String text, String what) {
        String shown = what + " \"" + Printable.of(file.toString()) + "\": ";
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException there) {
            throw new Refusal(shown + "is there already, and is not overwritten; name another one, or remove it");
        } catch (IOException unwritable) {
            throw new Refusal(shown + "cannot be written ("
                    + unwritable.getClass().getSimpleName().replace("Exception", "") + "); check the folder");
        }
    }
}
