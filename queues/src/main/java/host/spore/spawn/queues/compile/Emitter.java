package host.spore.spawn.queues.compile;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.queues.compile.States.Way;
import host.spore.spawn.queues.file.Job;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Chains as text.
 *
 * <p>In a machine that goes on after a failure every branch says whether all of it went well, by {@code true} or
 * {@code false}, and what follows is entered only for {@code true}. What was skipped for a failure has been noted by then,
 * by the step that settles it.
 */
final class Emitter {
    /** Inline Maps run 40 iterations at a time, <a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html">Map</a>; two of them, one inside the other, run 1,600. */
    private static final int CONCURRENT = 40;

    private static final String BEGIN = "Note the run";
    private static final String DONE = "All jobs done";
    private static final String FAILED = "Some jobs failed";

    private final Policy policy;
    private final States states;
    private final Map<String, String> comments;

    /** @param comments by job */
    Emitter(Policy policy, long timeoutSeconds, Map<String, String> comments) {
        this.policy = policy;
        this.states = new States(timeoutSeconds);
        this.comments = comments;
    }

    /** @param root whether its end is the end of the queue's run, and not the answer to a machine that asked for it */
    Machine machine(String name, String comment, Chain chain, boolean root) {
        Scope scope = scope(chain, root);
        String text = "{\"Comment\":" + Json.of(comment) + ",\"QueryLanguage\":\"JSONata\",\"TimeoutSeconds\":"
                + states.timeoutSeconds() + ","
                + States.scope(BEGIN, Json.of(BEGIN) + ":" + states.noteTheRun(scope.startAt()) + "," + scope.text())
                + "}";
        Weight weight = scope.weight();
        return new Machine(
                name,
                text,
                weight.states() + 1,
                weight.events() + Events.PASS + Events.EXECUTION,
                weight.worstEvents() + Events.PASS + Events.EXECUTION,
                weight.depth());
    }

    /** What a chain is in a machine. */
    Weight weight(Chain chain) {
        return scope(chain, false).weight();
    }

    private Scope scope(Chain chain, boolean root) {
        return new Writer(chain, root, "at " + chain.label()).write();
    }

    /** What runs for each element. A chain that begins with an array has the same first job, and names must differ in a machine. */
    private Scope element(Chain.Work work) {
        Chain jobs = new Chain(work.unit().jobs().stream()
                .map(job -> Chain.Link.of(new Chain.Element(job)))
                .toList());
        return new Writer(jobs, false, "in " + work.label()).write();
    }

    /**
     * States that belong together.
     *
     * @param text of all of them, in the order of the chain
     */
    private record Scope(String startAt, String text, Weight weight) {
        /** As the members of a branch, a processor or a machine. */
        String members() {
            return States.scope(startAt, text);
        }
    }

    /** One chain, state by state. */
    private final class Writer {
        private final Chain chain;
        private final boolean root;
        private final String where;
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Map<String, String> failures = new LinkedHashMap<>();
        private Weight weight = Weight.NONE;

        /** @param where it is, as no other in the machine */
        Writer(Chain chain, boolean root, String where) {
            this.chain = chain;
            this.root = root;
            this.where = where;
        }

        Scope write() {
            List<Chain.Link> links = chain.links();
            for (int i = 0; i < links.size(); i++) {
                boolean last = i + 1 == links.size();
                link(links.get(i), last ? end(true) : Way.to(entry(links.get(i + 1))));
            }
            if (root) {
                put(DONE, states.succeed("The items of the run say how each job ended."), Events.PASS);
            }
            texts.putAll(failures);
            StringBuilder text = new StringBuilder();
            texts.forEach((name, state) -> text.append(text.isEmpty() ? "" : ",")
                    .append(Json.of(name))
                    .append(':')
                    .append(state));
            return new Scope(entry(links.getFirst()), text.toString(), weight);
        }

        private Way end(boolean result) {
            return root ? Way.to(DONE) : Way.end(result);
        }

        private void link(Chain.Link link, Way after) {
            link.gate().ifPresent(gate -> gate(gate, stateName(link.step())));
            step(
                    link.step(),
                    link.release().map(label -> Way.to("Open after " + label)).orElse(after));
            link.release().ifPresent(label -> put("Open after " + label, states.release(label, after), Events.CALL));
        }

        private void gate(Gate gate, String next) {
            String name = "Gate of " + gate.target();
            String skipped = policy == Policy.PROCEED ? next : givenUp();
            String shut = "Shut gate " + where;
            // Parked and answered it is a callback; too late for that it is a failed call, and the look at the item.
            put(name, states.gate(gate, "Read gate of " + gate.target(), skipped, next), Events.CALL);
            put("Read gate of " + gate.target(), states.readGate(gate, name + " open?"), Events.CALL);
            put(name + " open?", states.isGateOpen(next, skipped, shut), Events.PASS);
            putOnce(
                    shut,
                    states.fail(
                            "Nobody opened a gate in the time of the whole queue.",
                            "Gate.NotOpened",
                            "A gate was still shut when its time was up."));
        }

        private void step(Chain.Step step, Way way) {
            switch (step) {
                case Chain.Work work -> {
                    if (work.unit().isArray()) {
                        aggregate(work, array(work, next(work, way)), way);
                    } else {
                        job(work.unit().first(), way);
                    }
                }
                case Chain.Element element -> job(element.job(), way);
                case Chain.Fan fan -> aggregate(fan, parallel(fan, next(fan, way)), way);
                case Chain.Part part -> {
                    String text = states.part(part.number(), next(part, way));
                    aggregate(part, new Piece(text, Weight.state(text, Events.CALLBACK)), way);
                }
            }
        }

        private void job(Job job, Way way) {
            String text = states.job(job, comments.getOrDefault(job.id(), "A job."), failed(job, way), way);
            put(job.id(), text, states.weight(job, text));
        }

        /** Where the failure of a job leads. */
        private String failed(Job job, Way way) {
            if (policy == Policy.PROCEED) {
                String name = "Note failure of " + job.id();
                Way onwards = new Way(way.next(), false);
                putOnce(name, job.array().isPresent() ? states.settleElement(onwards) : states.settle(onwards));
                return name;
            }
            String name = "Failure " + where;
            boolean says = policy == Policy.CONTINUE && !root;
            putOnce(name, states.settle(says ? Way.end(false) : Way.to(givenUp())));
            return name;
        }

        /** Where a chain goes that does not go on. */
        private String givenUp() {
            if (policy == Policy.STOP) {
                String name = "Stop " + where;
                putOnce(
                        name,
                        states.fail(
                                "on_failure is stop: everything else is cancelled.",
                                "Queue.Stopped",
                                "A job failed, and on_failure is stop; the items of the run say which."));
                return name;
            }
            if (root) {
                putOnce(
                        FAILED,
                        states.fail(
                                "What did not depend on it has run.",
                                "Queue.JobsFailed",
                                "A job failed; the items of the run say which, and what was skipped for it."));
                return FAILED;
            }
            String name = "Skip " + where;
            putOnce(name, states.pass("What comes next depends on what failed.", Way.end(false)));
            return name;
        }

        /** What has an outcome of several: the way behind it is taken only if all went well. */
        private void aggregate(Chain.Step step, Piece piece, Way way) {
            put(stateName(step), piece.text(), piece.weight());
            way.next()
                    .filter(next -> isAsked())
                    .ifPresent(next -> put(stateName(step) + " well?", states.allWell(next, givenUp()), Events.PASS));
        }

        private Optional<String> next(Chain.Step step, Way way) {
            return way.next().map(next -> isAsked() ? stateName(step) + " well?" : next);
        }

        private boolean isAsked() {
            return policy == Policy.CONTINUE;
        }

        private void put(String name, String text, int events) {
            put(name, text, Weight.state(text, events));
        }

        private void put(String name, String text, Weight of) {
            texts.put(name, text);
            weigh(name, of);
        }

        private void weigh(String name, Weight of) {
            weight = weight.plus(of).plus(new Weight(name.length() + 4L, 0, 0, 0, 0));
        }

        /** States of failure: once in a scope, behind all others, and in no history in which all goes well. */
        private void putOnce(String name, String text) {
            if (failures.putIfAbsent(name, text) == null) {
                weigh(name, Weight.state(text, 0));
            }
        }
    }

    /** One state with others inside. */
    private record Piece(String text, Weight weight) {}

    private Piece parallel(Chain.Fan fan, Optional<String> next) {
        List<Scope> branches =
                fan.branches().stream().map(branch -> scope(branch, false)).toList();
        String text = states.parallel(
                branches.stream()
                        .map(branch -> "{\"Comment\":\"A chain.\"," + branch.members() + "}")
                        .toList(),
                next);
        Weight inside = branches.stream().map(Scope::weight).reduce(Weight.NONE, Weight::plus);
        return new Piece(text, inside.around(text, Events.PARALLEL));
    }

    private Piece array(Chain.Work work, Optional<String> next) {
        int size = work.unit().first().array().orElseThrow();
        Scope element = element(work);
        Weight elements = element.weight().iterated(size);
        if (size <= CONCURRENT) {
            String text = states.map(
                    "An array of " + size + ".", States.items(OptionalInt.empty(), size), element.members(), next);
            return new Piece(text, elements.around(text, Events.MAP));
        }
        String inner = "Part of array " + work.label();
        String part = states.map(
                "What runs at a time.",
                States.items(OptionalInt.of(CONCURRENT), size),
                element.members(),
                Optional.empty());
        int chunks = (size + CONCURRENT - 1) / CONCURRENT;
        String text = states.map(
                "An array of " + size + ".",
                States.starts(chunks, CONCURRENT),
                States.scope(inner, Json.of(inner) + ":" + part),
                next);
        Weight parts = elements.plus(new Weight(0, 1, (long) chunks * Events.MAP, (long) chunks * Events.MAP, 0))
                .plus(Weight.NONE.iterated(chunks));
        return new Piece(text, parts.around(text, Events.MAP));
    }

    private static String entry(Chain.Link link) {
        return link.gate().map(gate -> "Gate of " + gate.target()).orElse(stateName(link.step()));
    }

    private static String stateName(Chain.Step step) {
        return switch (step) {
            case Chain.Work work -> work.unit().isArray() ? "Array " + work.label() : work.label();
            case Chain.Element element -> element.label();
            case Chain.Fan fan -> fan.label();
            case Chain.Part part -> part.label();
        };
    }
}
