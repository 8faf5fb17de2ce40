package host.spore.spawn.cli;

import host.spore.spawn.events.Nearest;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.queues.template.Template;
import host.spore.spawn.queues.template.Templates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a user keeps templates: {@code ~/.config/spawn/templates/queue}. */
final class TemplateFolder {
    private TemplateFolder() {}

    static Templates of(Surroundings surroundings) {
        // The XDG specification: a relative path there is invalid and to be ignored.
        String config = surroundings.environment().getOrDefault("XDG_CONFIG_HOME", "");
        Path base =
                config.startsWith("/") ? Path.of(config) : surroundings.home().resolve(".config");
        return new Templates(base.resolve("spawn").resolve("templates").resolve("queue"));
    }

    static Template template(@Nullable String given, Templates templates, String example) {
        String name = Subcommand.given(given, "name is missing: for example spawn queue template " + example);
        try {
            return templates.find(name).orElseThrow(() -> new Refusal(unknown(name, names(templates))));
        } catch (IOException unreadable) {
            throw unreadable("template \"" + Printable.of(name) + "\"", unreadable);
        }
    }

    static List<String> names(Templates templates) {
        try {
            return templates.names();
        } catch (IOException unreadable) {
            throw unreadable("\"" + Printable.of(templates.folder().toString()) + "\"", unreadable);
        }
    }

    static String unknown(String name, List<String> names) {
        return "no template \"" + Printable.of(name) + "\""
                + Nearest.to(name, names)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse("; there are " + String.join(", ", names));
    }

    static Refusal unreadable(String what, IOException why) {
        return new Refusal(
                what + ": cannot be read (" + why.getClass().getSimpleName().replace("Exception", "")
                        + "); check its permissions and that it is UTF-8");
    }
}
