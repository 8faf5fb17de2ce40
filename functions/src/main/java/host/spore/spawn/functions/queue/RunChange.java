package host.spore.spawn.functions.queue;

import java.time.Instant;

/** What becomes of a run; each on the condition that it makes sense still. */
sealed interface RunChange {
    /** Its items are there. Only of one that is starting. */
    record Started() implements RunChange {}

    /**
     * Only of one that is starting or running, and that no other command has asked the same of.
     *
     * @param mark what is noted
     */
    record Cancelled(CancelMark mark) implements RunChange {}

    /** Of any that is not over. */
    record Finishing() implements RunChange {}

    /** Its graph went on when its flow was over, and is ended. Only of one that is finishing. */
    record Outlived() implements RunChange {}

    /**
     * Only of one that is finishing.
     *
     * @param status a final one
     * @param reason for people
     * @param at when
     */
    record Ended(RunStatus status, String reason, Instant at) implements RunChange {}
}
