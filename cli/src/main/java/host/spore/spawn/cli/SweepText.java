package host.spore.spawn.cli;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.sweep.Setting;
import host.spore.spawn.queues.sweep.SweepFile;
import java.util.ArrayList;
import java.util.List;

/** A sweep's file on this machine, with what was said beside it; what is wrong is told, all of it. */
final class SweepText {
    private static final TextFile FILE = new TextFile(
            "sweep file", "a sweep file is JSON, YAML or CSV", SweepFile.MAX_BYTES, "; make it several sweeps");

    private SweepText() {}

    /** @param name as it was given */
    record File(String name, String text) {}

    /** What a file is. */
    sealed interface Looked {}

    /**
     * @param file with what was said beside it among its defaults
     * @param rows in order
     */
    record Good(JsonObject file, Setting setting, List<LaunchInstance> rows, List<Problem> notes) implements Looked {}

    record Bad(List<Problem> problems) implements Looked {}

    static File file(Arguments arguments, Surroundings surroundings) {
        String name = Subcommand.given(
                arguments.positional(),
                "file is missing: for example spawn sweep params.yaml --instance-type c7i.large --command ./train");
        return new File(name, FILE.readWithoutMark(name, surroundings.folder()));
    }

    static Looked look(File file, Arguments arguments, Envelope envelope, Surroundings surroundings) {
        Setting setting = setting(file, arguments, envelope, surroundings);
        JsonObject options = LaunchOptions.given(arguments, surroundings);
        List<Problem> problems = new ArrayList<>();
        Json tree;
        try {
            tree = SweepFile.tree(file.text(), file.name(), problems);
        } catch (JsonException broken) {
            return new Bad(List.of(new Problem("", String.valueOf(broken.getMessage()))));
        }
        Json whole = tree instanceof JsonObject object ? SweepFile.with(object, options) : tree;
        return switch (SweepFile.read(whole, setting)) {
            case SweepFile.Wrong wrong -> {
                problems.addAll(wrong.problems());
                yield new Bad(problems);
            }
            case SweepFile.Understood understood ->
                problems.isEmpty() && whole instanceof JsonObject object
                        ? new Good(object, setting, understood.rows(), understood.notes())
                        : new Bad(problems);
        };
    }

    private static Setting setting(File file, Arguments arguments, Envelope envelope, Surroundings surroundings) {
        Name name = arguments.optional("--name", SweepText::checkedName);
        if (name == null) {
            name = nameOf(file.name());
        }
        return new Setting(SweepId.of(name, envelope), name, LaunchSubcommand.owner(arguments, surroundings), envelope);
    }

    private static Name checkedName(String text) {
        if (text.length() > SweepId.LONGEST_NAME) {
            throw new Refusal("\"" + Printable.of(text) + "\": at most " + SweepId.LONGEST_NAME
                    + " characters; the sweep's id and its rows' names have more behind it");
        }
        return new Name(text);
    }

    private static Name nameOf(String file) {
        String base = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = base.lastIndexOf('.');
        return Name.ofFile(dot > 0 ? base.substring(0, dot) : base, SweepId.LONGEST_NAME)
                .orElseThrow(() -> new Refusal("--name is missing: no name can be made of \"" + Printable.of(file)
                        + "\", for example --name lr"));
    }
}
