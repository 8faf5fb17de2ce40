package host.spore.spawn.functions.queue;

import java.util.OptionalInt;

/**
 * Where a run's objects lie in S3.
 *
 * @param bucket the deployment's own, or one that a queue names and its deployment allows
 * @param root what stands before it all: empty in the deployment's own bucket, else empty or ending with a slash
 * @param queueId of the queue
 * @param runId of this run of it
 */
record QueuePlaces(String bucket, String root, String queueId, String runId) {
    /** In the deployment's own bucket, where what control plane and workers read always lies. */
    static QueuePlaces own(String bucket, String queueId, String runId) {
        return new QueuePlaces(bucket, "", queueId, runId);
    }

    /** Of everything of this run; ends with a slash. */
    String prefix() {
        return root + "queues/" + queueId + "/runs/" + runId + "/";
    }

    /** For workers. */
    String queue() {
        return prefix() + "queue.json";
    }

    /** For the control plane. */
    String plan() {
        return prefix() + "plan.json";
    }

    /** The queue's file as it was submitted: a resumed run begins with it. */
    String file() {
        return prefix() + "file.json";
    }

    /** The definitions of its machines; apart from the plan, which is read at every step. */
    String machines() {
        return prefix() + "machines.json";
    }

    /** At the end; its being there is the sign for workers that the run is over. */
    String summary() {
        return prefix() + "summary.json";
    }

    /** The same of the queue's latest run. */
    String latestSummary() {
        return root + "queues/" + queueId + "/summary.json";
    }

    /** Ends with a slash. */
    String job(String id) {
        return prefix() + "jobs/" + id + "/";
    }

    /** Ends with a slash. */
    String job(String id, OptionalInt index) {
        return index.isPresent() ? job(id) + index.getAsInt() + "/" : job(id);
    }

    String outcome(String id, OptionalInt index) {
        return job(id, index) + "outcome.json";
    }

    /** For people, and for jobs. */
    String url(String key) {
        return "s3://" + bucket + "/" + key;
    }
}
