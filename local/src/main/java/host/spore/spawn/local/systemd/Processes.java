package host.spore.spawn.local.systemd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Starts processes inside one instance. */
public interface Processes {

    /**
     * @param command the program first
     * @param environment all of it: nothing is inherited
     * @param log output and errors are appended here
     */
    record Spec(List<String> command, Map<String, String> environment, Path directory, Path log) {
        public Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** A process that was started, with whatever it has started itself. */
    interface Running {
        /** Completes with the exit code, or 128 and the number of the signal. */
        CompletableFuture<Integer> exit();

        /** As the machine outside the instance counts. */
        long pid();

        /** Asks the process alone to end, by SIGTERM: what has come of it is its own affair. */
        void ask();

        /** Signals the process and its descendants; does nothing when they are gone. */
        void signal(Signal signal);
    }

    /** The signals that are sent here. */
    enum Signal {
        TERM,
        ABRT,
        KILL
    }

    /** @throws IOException when the program cannot be started, with the reason */
    Running start(Spec spec) throws IOException;
}
