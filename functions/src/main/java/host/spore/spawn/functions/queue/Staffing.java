package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides who is launched for a run, and when it has to end because nobody can be. */
final class Staffing {
    /** Of each slot's first worker. Beyond that it is no bad luck any more, and each costs money. */
    static final int REPLACEMENTS = 3;

    /** So many spot instances taken back, and the next ones are on-demand (SCENARIOS 15). */
    static final int INTERRUPTIONS = 2;

    private Staffing() {}

    /** What is to be done. */
    sealed interface Decision {}

    /** Enough work on it, or the run needs nobody any more. */
    record Nothing() implements Decision {}

    /** @param workers whose launch is to be published; those that have no item yet get one first */
    record Launch(List<Worker> workers) implements Decision {
        Launch {
            workers = List.copyOf(workers);
        }
    }

    /** @param reason why nobody works on it, and nobody will */
    record GiveUp(String reason) implements Decision {}

    /** Whether a run needs workers. */
    enum Need {
        /** It goes on. */
        MORE,
        /** It is to end, but what runs always still has to: those there are do that, and no others are launched. */
        NO_MORE,
        /** It is over. */
        NONE
    }

    /**
     * How the run stands.
     *
     * @param staff what it is to have
     * @param need see {@link Need}
     */
    record Run(Staff staff, Need need) {}

    static Need need(Optional<RunRow> run) {
        return run.filter(row -> row.status().isGoingOn())
                .map(row -> row.cancel().isPresent() || row.noWorkers().isPresent() ? Need.NO_MORE : Need.MORE)
                .orElse(Need.NONE);
    }

    static Decision decide(Run run, List<Worker> workers, Instant now) {
        Staff staff = run.staff();
        if (run.need() == Need.NONE) {
            return new Nothing();
        }
        Map<Integer, Worker> latest = latest(workers);
        boolean onDemand = !staff.spot()
                || workers.stream()
                                .filter(worker -> worker.end()
                                        .filter(end -> end == WorkerEnd.INTERRUPTED)
                                        .isPresent())
                                .count()
                        >= INTERRUPTIONS;
        List<Worker> launches = new ArrayList<>();
        boolean served = false;
        for (int slot = 1; slot <= staff.count(); slot++) {
            Worker worker = latest.get(slot);
            if (worker == null) {
                launches.add(Worker.begun(staff.runId(), new Post(slot, 0), onDemand));
            } else if (worker.hasEnded()) {
                if (mayBeReplaced(worker)) {
                    launches.add(Worker.begun(staff.runId(), worker.post().next(), onDemand));
                }
            } else if (worker.status() == WorkerStatus.LAUNCHING && !worker.asked()) {
                // Whoever made its item died before the command was published.
                launches.add(worker);
            } else {
                served = true;
            }
        }
        boolean mayLaunch = run.need() == Need.MORE && now.isBefore(staff.until());
        if (mayLaunch && !launches.isEmpty()) {
            return new Launch(launches);
        }
        return served ? new Nothing() : new GiveUp("no worker is left: " + lastWords(latest));
    }

    /** Why nobody works on it just now; empty when somebody does, or when there is nothing to say of those to come. */
    static Optional<String> reason(List<Worker> workers) {
        return workers.stream().anyMatch(worker -> worker.status() == WorkerStatus.LIVE)
                ? Optional.empty()
                : workers.stream()
                        .filter(worker -> worker.status() == WorkerStatus.LAUNCHING)
                        .flatMap(worker -> worker.reason().stream())
                        .findFirst()
                        .map(reason -> "no worker: " + reason);
    }

    private static boolean mayBeReplaced(Worker ended) {
        return ended.post().number() < REPLACEMENTS
                && ended.end().filter(end -> end == WorkerEnd.REJECTED).isEmpty();
    }

    private static Map<Integer, Worker> latest(List<Worker> workers) {
        Map<Integer, Worker> latest = new HashMap<>();
        for (Worker worker : workers) {
            latest.merge(
                    worker.post().slot(),
                    worker,
                    (one, other) -> one.post().number() > other.post().number() ? one : other);
        }
        return latest;
    }

    private static String lastWords(Map<Integer, Worker> latest) {
        return latest.values().stream()
                .max(Comparator.comparing((Worker worker) -> worker.endedAt().orElse(Instant.EPOCH))
                        .thenComparingInt(worker -> worker.post().slot()))
                .flatMap(Worker::reason)
                .orElse("none was launched");
    }
}
