package host.spore.spawn.functions.history;

import host.spore.spawn.events.Printable;
import host.spore.spawn.functions.store.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a change of a row is in its history. Who changed it follows from what changed, because each attribute has
 * one kind of writer: so nobody has to remember to say so, a flow's own write as little as a function's. An attribute that
 * nothing here knows is told as it is.
 */
final class History {
    private static final int LONGEST = 300;

    /** Counters, tokens and times that only say that something was looked at. */
    private static final Set<String> NOISE = Set.of(
            "instance_id",
            "version",
            "lifecycle_token",
            "ready_token",
            "state_seen_at",
            "ending_seen_at",
            "agent_heard_at",
            "agent_restarts",
            "unclosed",
            "expires_at_epoch_seconds");

    /** What a launch records at once, and what is told with something else. */
    private static final Set<String> OF_THE_LAUNCH = Set.of(
            "name",
            "owner",
            "command_id",
            "correlation_id",
            "account",
            "region",
            "dns_name",
            "instance_type",
            "zone",
            "market",
            "launched_at",
            "template_hash",
            "idle_timeout",
            "on_idle",
            "generation");

    private static final Set<String> OF_COMMANDS = Set.of(
            "terminate_command",
            "terminate_cause",
            "terminate_reason",
            "terminate_correlation",
            "power_action",
            "power_command",
            "power_reason",
            "power_correlation",
            "deadline_correlation",
            "shortened_from");

    private static final Set<String> BY_AGENT = Set.of(
            "agent_started_at",
            "agent_version",
            "agent_problem",
            "deadline_reached_at",
            "workload_exit_code",
            "workload_results",
            "finished",
            "finished_at");

    private static final Set<String> BY_EC2 = Set.of("state", "address", "spot_warned_at", "rebalance_advised_at");

    private History() {}

    /** In an order of its own, always the same. */
    static List<Change> changes(Image before, Image after) {
        List<Change> changes = new ArrayList<>();
        boolean isRecorded = after.has("command_id") && !before.has("command_id");
        if (isRecorded) {
            changes.add(new Change(
                    "control", recorded(after), after.text("command_id").orElse(null), launch(after)));
        }
        moves(before, after, changes);
        asked(before, after, "terminate", changes);
        asked(before, after, "power", changes);
        Set<String> attributes = new TreeSet<>(before.values().keySet());
        attributes.addAll(after.values().keySet());
        attributes.removeAll(NOISE);
        attributes.removeAll(OF_COMMANDS);
        if (isRecorded) {
            attributes.removeAll(OF_THE_LAUNCH);
        }
        if (isRecorded || !after.extensions().equals(before.extensions())) {
            attributes.remove("deadline");
        }
        for (String attribute : attributes) {
            String from = before.values().get(attribute);
            String to = after.values().get(attribute);
            if (!Objects.equals(from, to)) {
                changes.add(new Change(by(attribute, before, after), shown(attribute, from, to), null, launch(after)));
            }
        }
        return List.copyOf(changes);
    }

    private static String recorded(Image after) {
        return "recorded: " + after.text("name").orElse("without a name") + ", "
                + after.text("instance_type").orElse("of unknown type") + ", "
                + after.text("market").orElse("on an unknown market") + ", "
                + after.text("zone").orElse("in an unknown zone") + ", deadline "
                + after.text("deadline").orElse("unknown");
    }

    private static void moves(Image before, Image after, List<Change> into) {
        after.extensions().stream()
                .filter(member -> !before.extensions().contains(member))
                .map(Extension::parse)
                .sorted((one, other) -> one.commandId().compareTo(other.commandId()))
                .forEach(move -> into.add(new Change(
                        "user",
                        "deadline: " + move.previous() + " -> " + move.deadline(),
                        move.commandId(),
                        after.text("deadline_correlation").orElse(move.commandId()))));
    }

    /** A command that its flow has noted before it acted. */
    private static void asked(Image before, Image after, String prefix, List<Change> into) {
        Optional<String> command = after.text(prefix + "_command");
        if (command.isEmpty() || command.equals(before.text(prefix + "_command"))) {
            return;
        }
        Optional<String> reason = after.text(prefix + "_reason").filter(text -> !text.isEmpty());
        String cause = after.text(prefix + "_cause").orElse("");
        boolean isAgents =
                cause.equals("idle") || cause.equals("finished") || (prefix.equals("power") && reason.isPresent());
        into.add(new Change(
                isAgents ? "agent" : "user",
                after.text(prefix + "_action").orElse(prefix) + " asked for"
                        + reason.map(text -> ": " + Printable.of(text)).orElse(""),
                command.get(),
                after.text(prefix + "_correlation").orElse(command.get())));
    }

    private static String by(String attribute, Image before, Image after) {
        // What the reaper saw in EC2's place, and what the lifecycle closes, are no words of EC2's.
        boolean isOurs =
                attribute.equals("state") && (isNew("closed_at", before, after) || isNew("end_seen_by", before, after));
        if (BY_EC2.contains(attribute) && !isOurs) {
            return "ec2";
        }
        return BY_AGENT.contains(attribute) ? "agent" : "control";
    }

    private static boolean isNew(String attribute, Image before, Image after) {
        return after.has(attribute) && !before.has(attribute);
    }

    private static String shown(String attribute, @Nullable String from, @Nullable String to) {
        return attribute + ": " + (from == null ? "" : Printable.of(from, LONGEST) + " -> ")
                + (to == null ? "none" : Printable.of(to, LONGEST));
    }

    private static @Nullable String launch(Image after) {
        return after.text("correlation_id").orElse(null);
    }
}
