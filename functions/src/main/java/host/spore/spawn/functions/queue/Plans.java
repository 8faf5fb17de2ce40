package host.spore.spawn.functions.queue;

import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Plans by their runs. They never change, so a warm function reads each once. */
final class Plans {
    private static final int KEPT = 8;

    private final Documents documents;
    private final String bucket;
    private final Map<String, Plan> read = new LinkedHashMap<>();

    Plans(Documents documents, String bucket) {
        this.documents = documents;
        this.bucket = bucket;
    }

    /** @throws IllegalStateException when there is none: whoever asks was told of a run that was prepared */
    Plan of(String queueId, String runId) {
        return find(queueId, runId)
                .orElseThrow(() -> new IllegalStateException(
                        "no " + QueuePlaces.own(bucket, queueId, runId).plan() + " in " + bucket));
    }

    /** If it was read before. */
    Optional<Plan> known(String runId) {
        return Optional.ofNullable(read.get(runId));
    }

    Optional<Plan> find(String queueId, String runId) {
        Plan known = read.get(runId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Plan> found = documents
                .read(bucket, QueuePlaces.own(bucket, queueId, runId).plan())
                .map(text -> Plan.read(JsonObject.parse(text)));
        found.ifPresent(plan -> keep(runId, plan));
        return found;
    }

    private void keep(String runId, Plan plan) {
        if (read.size() == KEPT) {
            read.remove(read.keySet().iterator().next());
        }
        read.put(runId, plan);
    }
}
