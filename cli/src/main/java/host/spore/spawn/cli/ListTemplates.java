package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.template.Template;
import host.spore.spawn.queues.template.Templates;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn queue template list}. */
final class ListTemplates implements OfflineSubcommand {
    @Override
    public String name() {
        return "list";
    }

    @Override
    public String summary() {
        return "All templates: those that come along, and your own in ~/.config/spawn/templates/queue.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(Subcommand.flag("--json", "one line of JSON instead of text"));
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) {
        Templates templates = TemplateFolder.of(surroundings);
        List<Json> all = new ArrayList<>();
        for (String name : TemplateFolder.names(templates)) {
            Template template = TemplateFolder.template(name, templates, "");
            boolean own = templates.own(name).isPresent();
            all.add(JsonObject.builder()
                    .put("name", name)
                    .put("own", own)
                    .put("description", template.description())
                    .build());
            if (!arguments.has("--json")) {
                surroundings
                        .out()
                        .println(name
                                + " ".repeat(Math.max(1, 20 - name.length()))
                                + Printable.of(template.description())
                                + (own ? " (your own)" : ""));
            }
        }
        if (arguments.has("--json")) {
            surroundings.out().println(new JsonArray(all));
        }
        return Program.ACCEPTED;
    }
}
