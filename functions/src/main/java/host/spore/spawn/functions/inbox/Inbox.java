package host.spore.spawn.functions.inbox;

import host.spore.spawn.events.InboxFile;

/** Files that people and rules leave for commands. */
public interface Inbox {
    /** What is there. */
    sealed interface Found {}

    /** @param bytes of the file, as far as they were asked for */
    @SuppressWarnings("ArrayRecordComponent") // Read once, by whoever asked; nobody compares it.
    record Bytes(byte[] bytes) implements Found {}

    record None() implements Found {}

    /** Another content than the one that is meant. */
    record Changed() implements Found {}

    /** @param most bytes that are read */
    Found find(InboxFile file, int most);
}
