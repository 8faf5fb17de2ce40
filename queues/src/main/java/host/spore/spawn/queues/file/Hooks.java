package host.spore.spawn.queues.file;

import java.util.Optional;

/**
 * Shell that a worker runs around a job or a queue. Never part of a state machine.
 *
 * @param pre before; its failure fails what it stands before
 * @param post after, whatever the outcome
 */
public record Hooks(Optional<String> pre, Optional<String> post) {
    public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty());
}
