package host.spore.spawn.functions.queue;

import host.spore.spawn.events.Printable;
import java.util.OptionalInt;

/** What an error of a job's task means, for people. */
final class JobError {
    private static final String EXIT = "Job.Exit.";

    private JobError() {}

    static String told(String error) {
        if (error.startsWith(EXIT)) {
            return "ended with " + Printable.of(error.substring(EXIT.length()), 10);
        }
        return switch (error) {
            case "Job.TimedOut" -> "took longer than its time-out";
            case "Job.HookFailed" -> "its pre hook failed";
            case "Job.DoesNotFit" -> "wants more CPUs or memory than a worker has";
            case "Worker.Lost", "States.HeartbeatTimeout", "States.Timeout" -> "lost its worker, too often";
            default -> Printable.of(error);
        };
    }

    /** Where the job's program ended by itself. */
    static OptionalInt exitCode(String error) {
        return error.matches("Job\\.Exit\\.[0-9]{1,3}")
                ? OptionalInt.of(Integer.parseInt(error.substring(EXIT.length())))
                : OptionalInt.empty();
    }

    /** Whether its worker was there to the end: what the try left is stored then, before it says how it ended. */
    static boolean isTold(String error) {
        return error.startsWith("Job.");
    }

    /** Whether a try that ended so is none of the job's own. */
    static boolean isLostWorker(String error) {
        return error.equals("Worker.Lost") || error.equals("States.HeartbeatTimeout") || error.equals("States.Timeout");
    }
}
