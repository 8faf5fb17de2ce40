package host.spore.spawn.functions.queue;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link WorkerRows} in memory. */
final class FakeWorkerRows implements WorkerRows {
    final Faults faults = new Faults();

    private final Map<String, Map<Post, Worker>> workers = new HashMap<>();
    private final Map<String, Integer> rounds = new HashMap<>();
    private final Map<Name, Place> launches = new HashMap<>();

    /** A look past the port, which no fault hinders. */
    Worker now(String runId, Post post) {
        return Optional.ofNullable(of(runId).get(post)).orElseThrow(() -> new AssertionError("no worker at " + post));
    }

    @Override
    public Worker begin(String runId, Worker worker, Instant expiresAt) {
        faults.enter();
        of(runId).putIfAbsent(worker.post(), worker);
        launches.putIfAbsent(worker.post().name(runId), new Place(runId, worker.post()));
        faults.leave();
        return now(runId, worker.post());
    }

    @Override
    public Optional<Place> find(Name name) {
        faults.enter();
        return Optional.ofNullable(launches.get(name));
    }

    @Override
    public List<Worker> all(String runId) {
        faults.enter();
        return List.copyOf(of(runId).values());
    }

    @Override
    public void note(String runId, Post post, WorkerNews news) {
        faults.enter();
        Worker there = of(runId).get(post);
        if (there != null) {
            of(runId).put(post, noted(runId + post, there, news));
        }
        faults.leave();
    }

    private Worker noted(String key, Worker there, WorkerNews news) {
        boolean launching = there.status() == WorkerStatus.LAUNCHING;
        return switch (news) {
            case WorkerNews.Asked asked ->
                new Worker(
                        there.post(),
                        there.commandId(),
                        there.onDemand(),
                        true,
                        there.status(),
                        there.instanceId(),
                        there.end(),
                        there.reason(),
                        there.endedAt());
            case WorkerNews.Delayed(int round, String reason) -> {
                if (!launching || rounds.getOrDefault(key, 0) >= round) {
                    yield there;
                }
                rounds.put(key, round);
                yield with(
                        there, there.status(), there.instanceId(), there.end(), Optional.of(reason), there.endedAt());
            }
            case WorkerNews.Ready(InstanceId instance) ->
                launching
                        ? with(
                                there,
                                WorkerStatus.LIVE,
                                Optional.of(instance),
                                there.end(),
                                Optional.empty(),
                                there.endedAt())
                        : there;
            case WorkerNews.Ended(WorkerEnd how, String reason, Instant at) ->
                there.end().map(WorkerEnd::rank).orElse(-1) >= how.rank()
                        ? there
                        : with(
                                there,
                                WorkerStatus.ENDED,
                                there.instanceId(),
                                Optional.of(how),
                                Optional.of(reason),
                                Optional.of(at));
        };
    }

    private static Worker with(
            Worker worker,
            WorkerStatus status,
            Optional<InstanceId> instance,
            Optional<WorkerEnd> end,
            Optional<String> reason,
            Optional<Instant> endedAt) {
        return new Worker(
                worker.post(),
                worker.commandId(),
                worker.onDemand(),
                worker.asked(),
                status,
                instance,
                end,
                reason,
                endedAt);
    }

    private Map<Post, Worker> of(String runId) {
        return workers.computeIfAbsent(
                runId, run -> new TreeMap<>(Comparator.comparingInt(Post::slot).thenComparingInt(Post::number)));
    }
}
