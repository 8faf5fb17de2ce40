package host.spore.spawn.cli;

import static host.spore.spawn.cli.Subcommand.flag;
import static host.spore.spawn.cli.Subcommand.option;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.ExtendInstance;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SpawnDuration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn extend}. */
final class ExtendSubcommand implements Subcommand {
    @Override
    public String name() {
        return "extend";
    }

    @Override
    public String summary() {
        return "Move an instance's deadline: to a later time, or with --shorten to an earlier one.";
    }

    @Override
    public List<ArgSpec> arguments() {
        List<ArgSpec> all = new ArrayList<>(InstanceSubcommand.targets());
        all.addAll(List.of(
                option("--by", "DURATION", "later than it is now: 30m, 2h, 7d"),
                option("--until", "INSTANT", "to this instant: 2026-11-23T18:42:07Z"),
                flag("--shorten", "to an earlier time instead; without it, none is ever shortened")));
        return List.copyOf(all);
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        var target = InstanceSubcommand.target(arguments, name());
        if (arguments.has("--by") == arguments.has("--until")) {
            throw new Refusal("extend: give --by DURATION (for example 1h) or --until INSTANT, one of them");
        }
        return new ExtendInstance(
                envelope,
                target,
                arguments.optional("--by", SpawnDuration::parse),
                arguments.optional("--until", text -> later(text, envelope.at())),
                arguments.has("--shorten"));
    }

    private static Instant later(String text, Instant now) {
        Instant until;
        try {
            until = Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new Refusal("\"" + Printable.of(text)
                    + "\": an instant with its zone, for example 2026-11-23T18:42:07Z or 2026-11-23T19:42:07+01:00");
        }
        if (!until.isAfter(now)) {
            throw new Refusal("\"" + Printable.of(text) + "\": this has passed; to end an instance now, terminate it");
        }
        return until;
    }
}
