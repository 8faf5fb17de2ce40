package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.queues.template.Template;
import host.spore.spawn.queues.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn queue template init}: a template of one's own, to be changed; of a built-in name it takes its place. */
final class InitTemplate implements OfflineSubcommand {
    @Override
    public String name() {
        return "init";
    }

    @Override
    public String summary() {
        return "Begin a template of your own, with the text of another one.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("NAME", "of the new template; a built-in name takes that one's place"),
                Subcommand.option(
                        "--from", "NAME", "whose text it begins with: its namesake's, else simple-sequential's"));
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        String name = Subcommand.given(
                arguments.positional(), "name is missing: for example spawn queue template init my-queue");
        if (!Templates.isName(name)) {
            throw new Refusal("template \"" + Printable.of(name)
                    + "\": letters, digits, '.', '_' and '-', at most 60, and no '.' first");
        }
        Templates templates = TemplateFolder.of(surroundings);
        templates.own(name).ifPresent(there -> {
            throw new Refusal("template \"" + name + "\": is there already, " + Printable.of(there.toString()));
        });
        String from = Objects.requireNonNullElse(
                arguments.text("--from"), Templates.BUILT_IN.contains(name) ? name : "simple-sequential");
        Template template = TemplateFolder.template(from, templates, "init my-queue --from etl");
        Path file = templates.folder().resolve(name + ".yaml");
        try {
            Files.createDirectories(templates.folder());
        } catch (IOException unwritable) {
            throw new Refusal("\"" + Printable.of(templates.folder().toString()) + "\": the folder cannot be made ("
                    + unwritable.getClass().getSimpleName().replace("Exception", "") + ")");
        }
        GenerateQueue.writeNew(file, template.text(), "template");
        surroundings.out().println(file);
        return Program.ACCEPTED;
    }
}
