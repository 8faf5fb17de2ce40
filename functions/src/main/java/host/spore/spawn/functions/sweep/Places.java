package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;

/** Where a sweep's objects lie in the bucket of results. */
final class Places {
    private Places() {}

    private static String root(SweepId sweepId) {
        return "sweeps/" + sweepId + "/";
    }

    /** Its rows, as launches: what the Map reads. */
    static String rows(SweepId sweepId) {
        return root(sweepId) + "rows.json";
    }

    /** One line of JSON for each row, in order. */
    static String index(SweepId sweepId, int run) {
        return root(sweepId) + "runs/" + run + "/index.jsonl";
    }

    static String summary(SweepId sweepId, int run) {
        return root(sweepId) + "runs/" + run + "/summary.json";
    }

    /** Those of the latest run. */
    static String latestIndex(SweepId sweepId) {
        return root(sweepId) + "index.jsonl";
    }

    static String latestSummary(SweepId sweepId) {
        return root(sweepId) + "summary.json";
    }
}
