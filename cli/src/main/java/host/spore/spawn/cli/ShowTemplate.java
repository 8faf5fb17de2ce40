package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.queues.template.Template;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn queue template show}: the text on stdout, its variables on stderr. */
final class ShowTemplate implements OfflineSubcommand {
    @Override
    public String name() {
        return "show";
    }

    @Override
    public String summary() {
        return "The text of a template, and its variables.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(Subcommand.positional("NAME", "the template's name"));
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        Template template =
                TemplateFolder.template(arguments.positional(), TemplateFolder.of(surroundings), "show etl");
        surroundings.out().print(template.text());
        surroundings.out().flush();
        template.variables()
                .forEach(variable -> surroundings
                        .err()
                        .println("variable " + variable.name()
                                + variable.value()
                                        .map(value ->
                                                " (else " + (value.isEmpty() ? "nothing" : Printable.of(value)) + ")")
                                        .orElse(" (required)")));
        return Program.ACCEPTED;
    }
}
