package host.spore.spawn.cli;

import host.spore.spawn.events.CancelSweep;
import host.spore.spawn.events.ResumeSweep;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code spawn sweep …}: a file alone is run; the words before which something else is meant are known here, and what they do is
 * loaded when one of them runs.
 */
final class SweepCommands {
    static final String NAME = "sweep";

    private static final Set<String> WORDS = Set.of("validate", "expand", "cancel", "resume");

    private SweepCommands() {}

    /** @param words that follow {@code sweep} */
    static CommandSpec spec(List<String> words) {
        CommandSpec sweep = new SweepSubcommand().spec().name(NAME);
        // A file may be called like an option's value and not like a command; whoever has one that is says ./cancel.
        boolean isFile = !words.isEmpty() && !words.getFirst().startsWith("-") && !WORDS.contains(words.getFirst());
        if (!isFile) {
            sweep.addSubcommand("validate", new ValidateSweep().spec());
            sweep.addSubcommand("expand", new ExpandSweep().spec());
            sweep.addSubcommand(
                    "cancel",
                    new SweepIdSubcommand("cancel", "End the run of a sweep and what lives of it.", CancelSweep::new)
                            .spec());
            sweep.addSubcommand(
                    "resume",
                    new SweepIdSubcommand("resume", "Run the rows of a sweep that are not done.", ResumeSweep::new)
                            .spec());
        }
        return sweep;
    }
}
