package host.spore.spawn.functions.queue;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Name;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A worker's place in a run. There is one worker at a time in a slot.
 *
 * @param slot from 1
 * @param number 0 for the slot's first worker, then one more for each that takes the place of the one before
 */
record Post(int slot, int number) {
    /** Of every worker's name. */
    static final String PREFIX = "spawn-worker-";

    private static final int HASH = 12;

    /** Ordinals of a run's children: 100 numbers a slot, and those below 100 are the flow's. */
    private static final int NUMBERS = 100;

    Post next() {
        return new Post(slot, number + 1);
    }

    /** By which the instance is reached. A run's id may be longer than a name, and is hashed whole. */
    Name name(String runId) {
        return new Name(PREFIX + hash(runId) + "-" + slot + "-" + number);
    }

    /** Of the LaunchInstance. */
    String commandId(String runId) {
        return Ids.childOf(runId, slot * NUMBERS + number);
    }

    /** The item of the worker that has this post. */
    String item() {
        return QueueKeys.worker(slot, number);
    }

    private static String hash(String runId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(runId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
