package host.spore.spawn.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Ids of messages. The same cause always makes the same id; what is derived is hashed whole, never cut short, because
 * two long names that share their beginning must not share their id.
 */
public final class Ids {
    private static final int LONGEST = 80;

    private Ids() {}

    /** At most 80 of {@code [A-Za-z0-9_-]}: what Step Functions takes as the name of an execution. */
    public static boolean isValid(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && Letters.only(Letters.WORD, id);
    }

    /** @throws Refusal when the id could not name an execution */
    public static String checked(String id) {
        if (!isValid(id)) {
            throw new Refusal("\"" + Printable.of(id) + "\": an id has 1 to 80 of letters, digits, _ and -");
        }
        return id;
    }

    /** A UUID version 7 (RFC 9562): sorts by time, so executions list in the order of their commands. */
    public static String uuidV7(Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** The id of a command that another one causes. */
    public static String childOf(String parentId, int ordinal) {
        return hash("child", parentId, Integer.toString(ordinal));
    }

    /** The id of the event that says how a command ended: whoever hears it twice can tell. */
    public static String outcomeOf(String commandId, String outcomeType) {
        return hash("outcome", commandId, outcomeType);
    }

    /** SHA-256 of the parts, in lower-case hexadecimal (64 characters). The parts cannot run into each other. */
    public static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
