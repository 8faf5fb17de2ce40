package host.spore.spawn.functions.queue;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.queues.compile.Budget;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import java.util.ArrayList;
import java.util.List;

/** From the text of a file to what can be run of it, or to all that is wrong. */
final class Preparation {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_REASON = 1_000;

    private Preparation() {}

    /** What a deployment is made of, as far as a queue meets it. */
    record Setting(String bucket, List<String> resultBuckets, Blueprint.Fixtures fixtures) {
        Setting {
            resultBuckets = List.copyOf(resultBuckets);
        }
    }

    /** What became of it. */
    sealed interface Result {}

    record Ready(Queue queue, Compiler.Compiled compiled, Blueprint blueprint, QueuePlaces results) implements Result {}

    /** @param reason all problems, as far as there is room */
    record Refused(String reason) implements Result {}

    /** @param queueId that the command names */
    static Result of(String text, QueueId queueId, String runId, Setting setting) {
        return switch (QueueFile.read(text, "queue.json")) {
            case QueueFile.Wrong(List<Problem> problems) -> new Refused(told(problems));
            case QueueFile.Understood(Queue queue, List<Problem> notes) -> {
                List<Problem> problems = unfit(queue, queueId, setting);
                yield problems.isEmpty() ? compiled(queue, runId, setting) : new Refused(told(problems));
            }
        };
    }

    private static Result compiled(Queue queue, String runId, Setting setting) {
        return switch (Compiler.compile(queue)) {
            case Compiler.Refused(List<Problem> problems) -> new Refused(told(problems));
            case Compiler.Compiled compiled -> {
                Blueprint blueprint = Blueprint.of(compiled, setting.fixtures());
                int longest = runId.length() + blueprint.longestSuffix();
                yield longest > LONGEST_NAME
                        ? new Refused("the command's id has " + runId.length() + " characters, and this queue needs "
                                + blueprint.longestSuffix() + " behind it in the names of its executions: at most "
                                + LONGEST_NAME + " in all; give a shorter --id")
                        : new Ready(queue, compiled, blueprint, results(queue, runId, setting));
            }
        };
    }

    private static List<Problem> unfit(Queue queue, QueueId queueId, Setting setting) {
        List<Problem> problems = new ArrayList<>();
        if (!queue.id().equals(queueId.value())) {
            problems.add(new Problem(
                    "/queue_id", "\"" + queue.id() + "\": the command is about queue " + queueId + "; name the same"));
        }
        if (queue.workers().instanceType().isEmpty()) {
            problems.add(new Problem(
                    "/workers/instance_type",
                    "no instance type for its workers; give --worker-type, or workers: {instance_type: c7i.large}"));
        }
        queue.resultBucket()
                .filter(bucket -> !bucket.equals(setting.bucket())
                        && !setting.resultBuckets().contains(bucket))
                .ifPresent(bucket -> problems.add(new Problem(
                        "/result_s3_bucket",
                        "\"" + bucket + "\": its workers may not write there; leave it out for " + setting.bucket()
                                + (setting.resultBuckets().isEmpty()
                                        ? ", or have who deploys spawn allow it (queueResultBuckets)"
                                        : ", or take one of " + String.join(", ", setting.resultBuckets())))));
        return problems;
    }

    /** A prefix of the user's own would lead others astray in the bucket that all queues share. */
    private static QueuePlaces results(Queue queue, String runId, Setting setting) {
        String bucket = queue.resultBucket().orElse(setting.bucket());
        String prefix =
                bucket.equals(setting.bucket()) ? "" : queue.resultPrefix().orElse("");
        String root = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        return new QueuePlaces(bucket, root, queue.id(), runId);
    }

    /** All of them, as far as there is room. */
    private static String told(List<Problem> problems) {
        StringBuilder text = new StringBuilder(problems.size() == 1 ? "" : problems.size() + " problems: ");
        for (int i = 0; i < problems.size(); i++) {
            String problem = Printable.of(problems.get(i).toString(), LONGEST_REASON / 2);
            if (i > 0 && text.length() + problem.length() > LONGEST_REASON - 60) {
                return text.append("; and ")
                        .append(problems.size() - i)
                        .append(" more, which spawn queue validate tells")
                        .toString();
            }
            text.append(i == 0 ? "" : "; ").append(problem);
        }
        return text.toString();
    }

    /** In one line, for people. */
    static String summary(Compiler.Compiled compiled) {
        Budget budget = compiled.budget();
        return counted(budget.jobs(), "job") + ", " + counted(budget.edges(), "edge") + ", depth " + budget.depth()
                + ", widest " + budget.widest() + ", "
                + counted(compiled.machines().size(), "state machine") + ", at most " + budget.events()
                + " events in one of them";
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** What every job is to the control plane. */
    static List<Plan.PlannedJob> jobs(Queue queue) {
        return queue.jobs().stream().map(Plan.PlannedJob::of).toList();
    }
}
