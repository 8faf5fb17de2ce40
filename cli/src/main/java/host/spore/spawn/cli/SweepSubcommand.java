package host.spore.spawn.cli;

import static host.spore.spawn.cli.Subcommand.option;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchSweep;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.SweepPolicy;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn sweep FILE}: one instance for each row of a file. */
final class SweepSubcommand implements Subcommand {
    @Override
    public String name() {
        return SweepCommands.NAME;
    }

    @Override
    public String summary() {
        return "Launch one instance for each row of a file, so many at a time.";
    }

    @Override
    public List<ArgSpec> arguments() {
        List<ArgSpec> arguments = new ArrayList<>(List.of(
                Subcommand.positional("FILE", "the rows: JSON, YAML or CSV"),
                option("--name", "NAME", "of the sweep, at most 30 characters; default: the file's"),
                option(
                        "--max-concurrent",
                        "N",
                        "how many of its instances may live at a time; default " + LaunchSweep.DEFAULT_CONCURRENT),
                option("--max-concurrent-per-zone", "N", "the same in each zone; the rows name zones then"),
                option("--launch-delay", "DURATION", "the least time between two launches, at most 1h"),
                option(
                        "--on-failure",
                        "POLICY",
                        "continue (default), or stop: rows that have not begun are skipped then")));
        arguments.addAll(LaunchOptions.specs());
        return arguments;
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        SweepText.File file = SweepText.file(arguments, surroundings);
        SweepText.Good good = switch (SweepText.look(file, arguments, envelope, surroundings)) {
            case SweepText.Bad bad -> throw new BadQueue(new QueueText.Bad(bad.problems()), arguments);
            case SweepText.Good rows -> rows;
        };
        QueueText.noted(good.notes(), surroundings);
        LaunchSweep command = new LaunchSweep(
                envelope,
                good.setting().sweepId(),
                good.setting().name(),
                good.setting().owner(),
                SubmitSubcommand.compressed(good.file()),
                null,
                arguments.optional("--max-concurrent", SweepSubcommand::number),
                arguments.optional("--max-concurrent-per-zone", SweepSubcommand::number),
                arguments.optional("--launch-delay", text -> LaunchSweep.checkedDelay(SpawnDuration.parse(text))),
                arguments.optional("--on-failure", SweepPolicy::parse));
        if (command.maxConcurrentPerZone() != null) {
            for (int index = 0; index < good.rows().size(); index++) {
                if (good.rows().get(index).placement().zones().isEmpty()) {
                    throw new Refusal("--max-concurrent-per-zone: row " + index + " names no zone in which it could be"
                            + " counted; give --zone 'us-east-1a|us-east-1b', or \"zone\" in the row");
                }
            }
        }
        if (command.concurrent() > ASSUMED_CEILING) {
            surroundings
                    .err()
                    .println(
                            "note: a deployment lets " + ASSUMED_CEILING
                                    + " instances live unless it was told otherwise (maxInstances), and refuses a sweep of more");
        }
        return command;
    }

    /** What {@code maxInstances} is when nobody says. */
    private static final int ASSUMED_CEILING = 100;

    private static int number(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new Refusal("\"" + Printable.of(text) + "\": a whole number from 1, for example 20");
        }
        return LaunchSweep.checkedConcurrent(Integer.parseInt(text));
    }
}
