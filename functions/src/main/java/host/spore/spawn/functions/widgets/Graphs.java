package host.spore.spawn.functions.widgets;

import java.util.Optional;

/** The plans of runs, which lie in S3 and never change. */
interface Graphs {
    /** Empty: there is none (any more). */
    Optional<Graph> of(String queueId, String runId);
}
