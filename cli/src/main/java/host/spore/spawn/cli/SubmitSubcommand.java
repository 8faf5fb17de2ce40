package host.spore.spawn.cli;

import static host.spore.spawn.cli.Subcommand.flag;
import static host.spore.spawn.cli.Subcommand.option;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SubmitQueue;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.QueueFile;
import host.spore.spawn.queues.template.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Model.ArgSpec;

/** {@code spawn queue submit}: a file, or a template with its variables, becomes a command. */
final class SubmitSubcommand implements Subcommand {
    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String summary() {
        return "Run a queue file, or a template's queue.";
    }

    @Override
    public List<ArgSpec> arguments() {
        return List.of(
                Subcommand.positional("FILE", "the queue: JSON or YAML"),
                option("--template", "NAME", "a template instead of a file"),
                GenerateQueue.variable(),
                option("--worker-type", "TYPE", "instance type of the workers, or several: c7i.large|c7a.large"),
                option("--workers", "N", "how many instances work on it"),
                option("--slots", "M", "jobs at a time on each of them"),
                flag("--spot", "the workers are spot instances"),
                option(
                        "--worker-ttl",
                        "DURATION",
                        "deadline of each worker; default: the time of the queue as a whole"),
                option("--owner", "OWNER", "for the workers' tag owner; default: your user name"));
    }

    @Override
    public Command command(Arguments arguments, Envelope envelope, Surroundings surroundings) {
        JsonObject queue = withWorkers(tree(arguments, surroundings), arguments);
        return switch (QueueText.look(QueueFile.read(queue))) {
            case QueueText.Bad bad -> throw new BadQueue(bad, arguments);
            case QueueText.Good good -> {
                if (good.queue().workers().instanceType().isEmpty()) {
                    throw new Refusal("no workers: give --worker-type, for example --worker-type c7i.large, or"
                            + " \"workers\": {\"instance_type\": \"c7i.large\"} in the file");
                }
                QueueText.noted(good.notes(), surroundings);
                yield SubmitQueue.carrying(
                        envelope,
                        new QueueId(good.queue().id()),
                        LaunchSubcommand.owner(arguments, surroundings),
                        compressed(queue));
            }
        };
    }

    private static JsonObject tree(Arguments arguments, Surroundings surroundings) {
        String template = arguments.text("--template");
        String file = arguments.positional();
        if (template != null) {
            if (file != null) {
                throw new Refusal("\"" + Printable.of(file) + "\" and --template " + Printable.of(template)
                        + ": give a file or a template, one of them");
            }
            return filled(template, arguments, surroundings);
        }
        if (!arguments.all("--var").isEmpty()) {
            throw new Refusal("--var is for --template; a file has no variables");
        }
        String name =
                Subcommand.given(file, "file is missing: for example spawn queue submit train.yaml, or --template etl");
        try {
            return object(QueueFile.tree(QueueText.read(name, surroundings.folder()), name), arguments);
        } catch (JsonException broken) {
            throw bad(String.valueOf(broken.getMessage()), arguments);
        }
    }

    private static JsonObject filled(String name, Arguments arguments, Surroundings surroundings) {
        Template template = TemplateFolder.template(name, TemplateFolder.of(surroundings), "submit --template etl");
        return switch (template.fill(GenerateQueue.variables(arguments))) {
            case Template.Unfilled unfilled -> throw new BadQueue(new QueueText.Bad(unfilled.problems()), arguments);
            case Template.Filled filled -> object(filled.queue(), arguments);
        };
    }

    private static JsonObject object(Json value, Arguments arguments) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw bad("expected an object with queue_id and jobs, got " + value.kind(), arguments);
    }

    private static BadQueue bad(String what, Arguments arguments) {
        return new BadQueue(new QueueText.Bad(List.of(new Problem("", what))), arguments);
    }

    /** What is said here wins over what the file says; both are checked as one. */
    private static JsonObject withWorkers(JsonObject queue, Arguments arguments) {
        JsonObject.Builder workers = JsonObject.builder();
        if (queue.members().get("workers") instanceof JsonObject given) {
            workers.putAll(given);
        } else if (queue.has("workers")) {
            // Not an object: the check below says so.
            return queue;
        }
        String type = arguments.text("--worker-type");
        Long count = arguments.optional("--workers", SubmitSubcommand::number);
        Long slots = arguments.optional("--slots", SubmitSubcommand::number);
        String ttl = arguments.text("--worker-ttl");
        boolean spot = arguments.has("--spot");
        if (type == null && count == null && slots == null && ttl == null && !spot) {
            return queue;
        }
        workers.put("instance_type", type).put("ttl", ttl);
        if (count != null) {
            workers.put("count", count);
        }
        if (slots != null) {
            workers.put("slots", slots);
        }
        if (spot) {
            workers.put("spot", true);
        }
        return JsonObject.builder()
                .putAll(queue)
                .put("workers", workers.build())
                .build();
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new Refusal("\"" + Printable.of(text) + "\": a whole number from 1, for example 4");
        }
        return Long.parseLong(text);
    }

    static String compressed(JsonObject queue) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(queue.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
