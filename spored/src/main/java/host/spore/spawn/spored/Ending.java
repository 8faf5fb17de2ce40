package host.spore.spawn.spored;

import host.spore.spawn.events.JobStatus;
import java.util.Optional;

/** How one try of a job ended, and with that what its state machine is told. */
sealed interface Ending {
    JobStatus status();

    /** For people. */
    String reason();

    /** The error that the state machine is told; empty when it is a success. */
    Optional<String> error();

    /** Empty when the command did not run to its end. */
    default Optional<Integer> exitCode() {
        return Optional.empty();
    }

    /** The state machine wants no answer. */
    default boolean isGone() {
        return false;
    }

    /** @param code 128 + n for a signal n */
    record Exited(int code) implements Ending {
        @Override
        public JobStatus status() {
            return code == 0 ? JobStatus.SUCCEEDED : JobStatus.FAILED;
        }

        @Override
        public String reason() {
            return "ended with " + code;
        }

        @Override
        public Optional<String> error() {
            return code == 0 ? Optional.empty() : Optional.of("Job.Exit." + code);
        }

        @Override
        public Optional<Integer> exitCode() {
            return Optional.of(code);
        }
    }

    /** Killed with all its processes. */
    record TimedOut(long seconds) implements Ending {
        @Override
        public JobStatus status() {
            return JobStatus.TIMED_OUT;
        }

        @Override
        public String reason() {
            return "was killed after its timeout of " + seconds + " s";
        }

        @Override
        public Optional<String> error() {
            return Optional.of("Job.TimedOut");
        }
    }

    /** What had to come before it did not go well: it has not begun. */
    record HookFailed(String reason) implements Ending {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }

        @Override
        public Optional<String> error() {
            return Optional.of("Job.HookFailed");
        }
    }

    /** It wants more than this worker has, whatever else runs. */
    record DoesNotFit(String reason) implements Ending {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }

        @Override
        public Optional<String> error() {
            return Optional.of("Job.DoesNotFit");
        }
    }

    /** It ended well, but what it left can be stored nowhere, here or elsewhere: too many files, or too large ones. */
    record ResultsRefused(String reason) implements Ending {
        @Override
        public JobStatus status() {
            return JobStatus.FAILED;
        }

        @Override
        public Optional<String> error() {
            return Optional.of("Job.ResultsRefused");
        }

        @Override
        public Optional<Integer> exitCode() {
            return Optional.of(0);
        }
    }

    /** Handed back: this worker cannot run it, or not to its end. Another one can. */
    record HandedBack(String reason) implements Ending {
        @Override
        public JobStatus status() {
            return JobStatus.LOST;
        }

        @Override
        public Optional<String> error() {
            return Optional.of("Worker.Lost");
        }
    }

    /** Its task is over without it: stopped, cancelled, or taken for lost. */
    record Gone(String reason) implements Ending {
        @Override
        public JobStatus status() {
            return JobStatus.CANCELLED;
        }

        @Override
        public Optional<String> error() {
            return Optional.empty();
        }

        @Override
        public boolean isGone() {
            return true;
        }
    }

    /**
     * What becomes of it when what it left could not be stored.
     *
     * @param why what went wrong
     * @param everywhere another worker would fare no better
     */
    default Ending notStored(String why, boolean everywhere) {
        if (status() != JobStatus.SUCCEEDED) {
            // Its own failure is what its author has to hear of; the logs would only say more.
            return new Unstored(this, why);
        }
        return everywhere
                ? new ResultsRefused("ended with 0, but its results were refused: " + why)
                : new HandedBack("ended with 0, but its results could not be stored: " + why);
    }

    /** A failure of which no logs are kept. */
    record Unstored(Ending of, String why) implements Ending {
        @Override
        public JobStatus status() {
            return of.status();
        }

        @Override
        public String reason() {
            return of.reason() + "; what it left could not be stored: " + why;
        }

        @Override
        public Optional<String> error() {
            return of.error();
        }

        @Override
        public Optional<Integer> exitCode() {
            return of.exitCode();
        }

        @Override
        public boolean isGone() {
            return of.isGone();
        }
    }
}
