package host.spore.spawn.cli;

import host.spore.spawn.events.CancelQueue;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.ResumeQueue;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code spawn queue …}. The words are known here; what they do is loaded when one of them runs, so that a help text costs
 * no compiler.
 */
final class QueueCommands {
    static final String NAME = "queue";

    private static final RunSubcommand.Of<QueueId> QUEUE = new RunSubcommand.Of<>(NAME, QueueId::new, "train");

    private QueueCommands() {}

    static CommandSpec spec() {
        CommandSpec queue = group(NAME, "Batch queues, graphs of jobs: run them, and look at them before they run.");
        queue.addSubcommand("submit", new SubmitSubcommand().spec());
        queue.addSubcommand(
                "cancel",
                new RunSubcommand<>(
                                QUEUE,
                                "cancel",
                                "End the run of a queue; what runs is killed.",
                                List.of(),
                                (envelope, id, _, _) -> new CancelQueue(envelope, id))
                        .spec());
        queue.addSubcommand(
                "resume",
                new RunSubcommand<>(
                                QUEUE,
                                "resume",
                                "Run again what did not end well in the last run of a queue.",
                                List.of(LaunchSubcommand.ownerOfRun()),
                                (envelope, id, arguments, surroundings) ->
                                        new ResumeQueue(envelope, id, LaunchSubcommand.owner(arguments, surroundings)))
                        .spec());
        queue.addSubcommand("validate", new ValidateQueue().spec());
        queue.addSubcommand("graph", new DrawQueue().spec());
        CommandSpec template = group("template", "Queue files with variables, by name.");
        template.addSubcommand("list", new ListTemplates().spec());
        template.addSubcommand("show", new ShowTemplate().spec());
        template.addSubcommand("generate", new GenerateQueue().spec());
        template.addSubcommand("init", new InitTemplate().spec());
        queue.addSubcommand("template", template);
        return queue;
    }

    private static CommandSpec group(String name, String summary) {
        CommandSpec group = CommandSpec.wrapWithoutInspection(new Object()).name(name);
        group.usageMessage().description(summary);
        group.addOption(Subcommand.help());
        return group;
    }
}
