package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code spored worker}: runs jobs, one after the other, each in a process group of its own. A unit beside the agent's,
 * with which it shares nothing: when it dies, its job dies with it, and the agent does not notice.
 */
final class Worker {
    /** Between two looks when there was nothing to do. */
    private static final Duration PACE = Duration.ofSeconds(2);

    private final Jobs jobs;
    private final Journal journal;
    private volatile @Nullable Process running;
    private volatile boolean ends;

    Worker(Jobs jobs, Journal journal) {
        this.jobs = jobs;
        this.journal = journal;
    }

    /** Never returns but by interruption. */
    void run() throws InterruptedException {
        journal.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::killRunning, "end"));
        boolean begun = false;
        while (true) {
            try {
                if (!begun) {
                    answerLost();
                    begun = true;
                }
                Optional<Job> job = jobs.take();
                if (job.isPresent()) {
                    Job.End end = perform(job.get());
                    if (!ends) {
                        jobs.answer(job.get().name(), end);
                    }
                    continue;
                }
            } catch (IOException failed) {
                // A disk that is full now may have room later; an answer that was not written makes the job a lost one.
                journal.say("worker: " + failed);
                begun = false;
            }
            Thread.sleep(PACE.toMillis());
        }
    }

    private void answerLost() throws IOException {
        List<String> lost = jobs.lost();
        for (String job : lost) {
            journal.say("worker: " + job + " was lost with its worker");
            jobs.answer(job, new Job.End(Job.Status.LOST, Optional.empty(), 0, "its worker died while it ran"));
        }
    }

    private Job.End perform(Job job) throws IOException, InterruptedException {
        long start = System.nanoTime();
        journal.say("worker: " + job.name() + " starts");
        Process process = start(job);
        try {
            process.getOutputStream().close();
            boolean over = job.timeout().isEmpty()
                    || process.waitFor(job.timeout().get().toMillis(), TimeUnit.MILLISECONDS);
            Job.End end = over ? ended(process.waitFor(), since(start)) : timedOut(job, process, since(start));
            journal.say("worker: " + job.name() + " " + end.reason());
            return end;
        } finally {
            // What it left in the background would run beside the next job.
            Session.kill(process, journal);
            running = null;
        }
    }

    /** Not while the worker ends: a job that begins then would be nobody's. */
    private synchronized Process start(Job job) throws IOException {
        if (ends) {
            throw new IOException(job.name() + " is not begun, the worker ends");
        }
        Process process = Session.process(Session.command(job.command()))
                .redirectErrorStream(true)
                .redirectOutput(jobs.log(job.name()).toFile())
                .start();
        running = process;
        return process;
    }

    private Job.End timedOut(Job job, Process process, long seconds) throws InterruptedException {
        Session.kill(process, journal);
        return new Job.End(
                Job.Status.TIMEOUT,
                Optional.empty(),
                seconds,
                "was killed after its timeout of "
                        + job.timeout().map(Duration::toSeconds).orElse(0L) + " s");
    }

    private static Job.End ended(int code, long seconds) {
        return new Job.End(
                code == 0 ? Job.Status.SUCCESS : Job.Status.FAILED, Optional.of(code), seconds, "ended with " + code);
    }

    /** Its job is not answered, so it is lost, as with any other end of a worker. */
    private synchronized void killRunning() {
        ends = true;
        Process process = running;
        if (process != null) {
            try {
                Session.kill(process, journal);
            } catch (InterruptedException ends) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
}
