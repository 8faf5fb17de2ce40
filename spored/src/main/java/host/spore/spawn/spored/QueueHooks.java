package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a worker runs around all its jobs of a queue. */
final class QueueHooks {
    /** The hook before may fetch what all the jobs need. */
    private static final int BEFORE = 6;

    private final QueueJob.Hooks hooks;
    private final Shell shell;
    private final JobFolder folder;
    private final Duration bound;
    private final Tail tail;
    private final Journal journal;
    private final Halt halt;

    private QueueHooks(
            QueueJob.Hooks hooks, Shell shell, JobFolder folder, Duration bound, Tail tail, Journal journal) {
        this.hooks = hooks;
        this.shell = shell;
        this.folder = folder;
        this.bound = bound;
        this.tail = tail;
        this.journal = journal;
        this.halt = new Halt(journal);
    }

    static QueueHooks of(QueueText text, Workshop shop) throws IOException {
        JobFolder folder = JobFolder.create(shop.jobs(), "queue");
        Map<String, String> environment =
                Map.of("AWS_REGION", shop.region(), "QUEUE_ID", text.queueId(), "SPAWN_RUN_ID", text.runId());
        Shell shell = new Shell(folder, environment, shop.journal());
        return new QueueHooks(text.hooks(), shell, folder, shop.pace().queueHook(), shop.tail(), shop.journal());
    }

    /** What every job is told when it has failed; empty when all is well. */
    Optional<Closed> before() throws InterruptedException {
        if (hooks.pre().isEmpty()) {
            return Optional.empty();
        }
        Optional<Ending> failed = run("pre", hooks.pre().get(), bound.multipliedBy(BEFORE))
                .map(why -> new Ending.HookFailed("the queue's pre hook on this worker " + why));
        failed.ifPresent(ending -> journal.say("worker: no job is run here: " + ending.reason()));
        return failed.map(ending -> new Closed(ending, Optional.of(folder)));
    }

    void after() throws InterruptedException {
        if (hooks.post().isPresent()) {
            run("post", hooks.post().get(), bound)
                    .ifPresent(why -> journal.say("worker: the queue's post hook " + why));
        }
    }

    void order(Ending ending) throws InterruptedException {
        halt.order(ending, Duration.ZERO);
    }

    /** What went wrong. */
    private Optional<String> run(String name, String command, Duration atMost) throws InterruptedException {
        Tail.Followed out = tail.follow("queue " + name + " out", folder.stdout());
        Tail.Followed err = tail.follow("queue " + name + " err", folder.stderr());
        try {
            Optional<Integer> code = shell.run(name, command, atMost, halt);
            return code.isEmpty()
                    ? Optional.of("was killed after " + atMost.toSeconds() + " s")
                    : code.filter(status -> status != 0).map(status -> "ended with " + status);
        } catch (IOException failed) {
            return Optional.of("could not be run: " + failed.getMessage());
        } finally {
            out.stop();
            err.stop();
        }
    }
}
