package host.spore.spawn.functions.reaper;

import java.util.List;

/** Commands that the intake could not start. */
interface DeadLetters {
    /** Some of them, hidden from others for a while; empty when there are none. */
    List<Letter> receive();

    void delete(Letter letter);

    /**
     * One message.
     *
     * @param id for the log
     * @param receipt for its deletion
     * @param body the event
     */
    record Letter(String id, String receipt, String body) {}
}
