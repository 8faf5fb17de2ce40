package host.spore.spawn.cli;

import host.spore.spawn.events.CancelSweep;
import host.spore.spawn.events.ResumeSweep;
import host.spore.spawn.events.SweepId;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code spawn sweep …}: a file alone is run; the words before which something else is meant are known here, and what they do is
 * loaded when one of them runs.
 */
final class SweepCommands {
    static final String NAME = "sweep";

    private static final RunSubcommand.Of<SweepId> SWEEP =
            new RunSubcommand.Of<>(NAME, SweepId::new, "lr-20261126-3f2a1b");

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
                    new RunSubcommand<>(
                                    SWEEP,
                                    "cancel",
                                    "End the run of a sweep and what lives of it.",
                                    List.of(),
                                    (envelope, id, _, _) -> new CancelSweep(envelope, id))
                            .spec());
            sweep.addSubcommand(
                    "resume",
                    new RunSubcommand<>(
                                    SWEEP,
                                    "resume",
                                    "Run the rows of a sweep that are not done.",
                                    List.of(LaunchSubcommand.ownerOfRun()),
                                    (envelope, id, arguments, surroundings) -> new ResumeSweep(
                                            envelope, id, LaunchSubcommand.owner(arguments, surroundings)))
                            .spec());
        }
        return sweep;
    }
}
