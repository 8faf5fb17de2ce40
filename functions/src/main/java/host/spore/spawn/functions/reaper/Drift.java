package host.spore.spawn.functions.reaper;

import java.util.Locale;

/** What a sweep can find amiss. */
enum Drift {
    /** Alive past its deadline. */
    DEADLINE(Count.ENDED),
    /** Alive past its cost limit. */
    COST_LIMIT(Count.ENDED),
    /** EC2 has it, the table does not. */
    UNRECORDED(Count.ADOPTED),
    /** Its launch has failed, and said that nothing is left. */
    LEFT_BEHIND(Count.ENDED),
    /** The tag, from which the agent reads the deadline, is not what the table says. */
    DEADLINE_TAG(Count.REPAIRED),
    /** EC2's event of a state was lost. */
    MISSED_STATE(Count.REPAIRED),
    /** EC2's event of an end was lost. */
    MISSED_END(Count.REPAIRED),
    /** Its lifecycle execution is not there. */
    UNWATCHED(Count.REPAIRED),
    /** A name is held for what is gone. */
    DEAD_CLAIM(Count.REPAIRED),
    /** A message in the intake's queue is no event. */
    UNREADABLE_COMMAND(Count.REPAIRED),
    /** A flow died without an outcome. */
    UNCLOSED_COMMAND(Count.CLOSED),
    /** An outcome was written and not said. */
    UNPUBLISHED_OUTCOME(Count.PUBLISHED),
    /** A command did not reach its flow. */
    UNSTARTED_COMMAND(Count.RESTARTED);

    /** As the report adds them up. */
    enum Count {
        ENDED,
        ADOPTED,
        REPAIRED,
        CLOSED,
        PUBLISHED,
        RESTARTED
    }

    final Count count;

    Drift(Count count) {
        this.count = count;
    }

    /** As events say it. */
    String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of the others, an event of their own tells. */
    boolean isSaid() {
        return count == Count.ENDED || count == Count.ADOPTED || count == Count.REPAIRED;
    }
}
