package host.spore.spawn.spored;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.PowerAction;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SpawnDuration;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** What may stand in {@code config.yaml}. */
enum Key {
    BUS(Kind.TEXT),
    REGION(Kind.TEXT),
    CORRELATION_ID(Kind.ID),
    NAME(Kind.TEXT),
    DNS_NAME(Kind.TEXT),
    DEADLINE(Kind.INSTANT),
    WARN_MINUTES(Kind.NUMBERS),
    WARN_SECONDS(Kind.NUMBERS),
    IDLE_TIMEOUT(Kind.DURATION),
    ON_IDLE(Kind.POWER),
    IDLE_CPU_PERCENT(Kind.PERCENT),
    IDLE_GPU_PERCENT(Kind.PERCENT),
    IDLE_NETWORK_BYTES_PER_MINUTE(Kind.NUMBER),
    IDLE_DISK_BYTES_PER_MINUTE(Kind.NUMBER),
    IDLE_PROCESSES(Kind.TEXT),
    IDLE_PORTS(Kind.PORTS),
    ON_COMPLETE(Kind.COMPLETION),
    COMPLETION_FILE(Kind.PATH),
    COMPLETION_DELAY(Kind.DURATION),
    PRE_STOP(Kind.TEXT),
    PRE_STOP_BASE64(Kind.BASE64),
    PRE_STOP_TIMEOUT(Kind.DURATION),
    LOGIN_USER(Kind.TEXT),
    RESULTS_DIR(Kind.PATH),
    RESULTS_BUCKET(Kind.TEXT),
    RESULTS_PREFIX(Kind.TEXT),
    WORKER_JOBS(Kind.PATH),
    WORKER_QUEUE(Kind.QUEUE),
    WORKER_RUN(Kind.ID),
    WORKER_ACTIVITY(Kind.ACTIVITY),
    WORKER_SLOTS(Kind.SLOTS),
    WORKER_BUCKET(Kind.TEXT);

    private static final long MOST_SLOTS = 64;

    private enum Kind {
        TEXT,
        ID,
        INSTANT,
        DURATION,
        NUMBER,
        NUMBERS,
        PERCENT,
        PORTS,
        POWER,
        COMPLETION,
        PATH,
        BASE64,
        QUEUE,
        ACTIVITY,
        SLOTS
    }

    private final Kind kind;

    Key(Kind kind) {
        this.kind = kind;
    }

    /** As it stands in the file: {@code idle_timeout}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Key> of(String text) {
        for (Key key : values()) {
            if (key.key().equals(text)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** What to say about a key that there is not. */
    static String unknown(String text) {
        Key nearest = BUS;
        int least = Integer.MAX_VALUE;
        String asked = text.toLowerCase(Locale.ROOT).replace('-', '_');
        for (Key key : values()) {
            int distance = distance(asked, key.key());
            if (distance < least) {
                least = distance;
                nearest = key;
            }
        }
        String said = "unknown key " + Printable.of(text);
        return least <= 1 + text.length() / 4
                ? said + ": did you mean " + nearest.key() + "?"
                : said + ": spored config list shows them all";
    }

    /** @throws Refusal when the value cannot be understood, with what is allowed */
    void check(String value) {
        switch (kind) {
            case TEXT -> plain(value);
            case ID -> Ids.checked(value);
            case INSTANT -> instant(value);
            case DURATION -> SpawnDuration.parse(value);
            case NUMBER -> number(value, Long.MAX_VALUE);
            case NUMBERS, PORTS -> {
                long most = kind == Kind.PORTS ? 65_535 : 10_000_000;
                for (String part : Config.list(value)) {
                    if (number(part, most) == 0) {
                        throw new Refusal("\"" + value + "\": 0 is none");
                    }
                }
            }
            case PERCENT -> number(value, 100);
            case POWER -> PowerAction.parse(value);
            case COMPLETION -> CompletionAction.parse(value);
            case PATH -> {
                plain(value);
                if (!value.startsWith("/")) {
                    throw new Refusal("\"" + Printable.of(value) + "\": a path from /, for example /tmp/done");
                }
            }
            case BASE64 -> base64(value);
            case QUEUE -> new QueueId(value);
            case ACTIVITY -> {
                plain(value);
                if (!value.startsWith("arn:") || !value.contains(":states:") || !value.contains(":activity:")) {
                    throw new Refusal("\"" + Printable.of(value)
                            + "\": an activity's ARN, arn:aws:states:REGION:ACCOUNT:activity:NAME");
                }
            }
            case SLOTS -> {
                if (number(value, MOST_SLOTS) == 0) {
                    throw new Refusal("\"" + value + "\": a whole number from 1 to " + MOST_SLOTS);
                }
            }
        }
    }

    private static void plain(String value) {
        if (value.isBlank() || !Printable.of(value, value.length()).equals(value)) {
            throw new Refusal("\"" + Printable.of(value) + "\": one line of text");
        }
    }

    private static void instant(String value) {
        try {
            Instants.parse(value);
        } catch (DateTimeParseException no) {
            throw new Refusal("\"" + Printable.of(value) + "\": an instant in UTC, for example 2026-11-23T18:42:07Z");
        }
    }

    private static long number(String value, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException no) {
            // The same answer as to a number out of range.
        }
        throw new Refusal("\"" + Printable.of(value) + "\": a whole number from 0"
                + (most == Long.MAX_VALUE ? "" : " to " + most));
    }

    static String base64(String value) {
        try {
            return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException no) {
            throw new Refusal("\"" + Printable.of(value) + "\": no base64");
        }
    }

    /** How many letters have to be changed, put in or left out. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
