package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.Queue;
import host.spore.spawn.queues.file.QueueFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A queue file on this machine, read and compiled; what is wrong is told, all of it. */
final class QueueText {
    private static final TextFile FILE = new TextFile(
            "queue file", "a queue file is JSON or YAML", QueueFile.MAX_BYTES, "; make alike jobs an array");

    private QueueText() {}

    /** What a file is. */
    sealed interface Looked {}

    record Good(Queue queue, Compiler.Compiled compiled, List<Problem> notes) implements Looked {}

    record Bad(List<Problem> problems) implements Looked {}

    static Looked look(Arguments arguments, Surroundings surroundings, String usage) {
        String name = Subcommand.given(arguments.positional(), usage);
        return look(QueueFile.read(read(name, surroundings.folder()), name));
    }

    static Looked look(QueueFile.Reading reading) {
        return switch (reading) {
            case QueueFile.Wrong wrong -> new Bad(wrong.problems());
            case QueueFile.Understood understood ->
                switch (Compiler.compile(understood.queue())) {
                    case Compiler.Refused refused -> new Bad(refused.problems());
                    case Compiler.Compiled compiled -> {
                        List<Problem> notes = new ArrayList<>(understood.notes());
                        notes.addAll(compiled.notes());
                        yield new Good(understood.queue(), compiled, List.copyOf(notes));
                    }
                };
        };
    }

    /** Every problem a line, and how many there are; exit 2. */
    static int told(Bad bad, Arguments arguments, Surroundings surroundings) {
        if (arguments.has("--json")) {
            surroundings
                    .out()
                    .println(JsonObject.builder()
                            .put("valid", false)
                            .put("problems", problems(bad.problems()))
                            .build());
            return Program.MISUSE;
        }
        bad.problems().forEach(problem -> surroundings.err().println(Printable.of(problem.toString(), 2_000)));
        int count = bad.problems().size();
        surroundings.err().println("spawn: " + count + (count == 1 ? " problem" : " problems") + ", nothing published");
        return Program.MISUSE;
    }

    static void noted(List<Problem> notes, Surroundings surroundings) {
        notes.forEach(note -> surroundings.err().println("note: " + Printable.of(note.toString(), 2_000)));
    }

    static JsonArray problems(List<Problem> problems) {
        return new JsonArray(problems.stream()
                .<Json>map(problem -> JsonObject.builder()
                        .put("pointer", problem.pointer())
                        .put("message", problem.message())
                        .build())
                .toList());
    }

    static String read(String name, Path folder) {
        return FILE.readWithoutMark(name, folder);
    }
}
