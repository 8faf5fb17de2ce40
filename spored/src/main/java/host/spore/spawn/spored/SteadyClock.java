package host.spore.spawn.spored;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What time it is, by four witnesses: the wall clock, the monotonic clock since the start, the Date of the metadata
 * service's answers, and that of the bus's.
 *
 * <p>The service is believed once two of its answers, some time apart, agree with the monotonic clock. While it and the
 * wall clock agree, the wall clock counts, which is finer. When they do not, the bus decides, which is heard too seldom to
 * go by; before it is heard, the earlier of the two counts.
 *
 * <p>While the machine hibernates, the monotonic clock stands still and the others go on. When the service and the wall
 * clock have moved ahead of it together, they are believed at once: two against one.
 *
 * <p>Without the service a jump of the wall clock may be a mistake or its correction. The earlier of wall and monotonic
 * clock counts then. Always the earlier: an end that comes too early cannot be undone, one that is late is brought about
 * by the other keepers, whose clocks are AWS's.
 */
final class SteadyClock extends Clock {
    /** A Date has whole seconds, and an answer may take two. */
    private static final long TOLERANCE_MILLIS = 5_000;
    /** An answer that is stored somewhere would say the same Date again: this far apart it would be found out. */
    private static final long APART_MILLIS = 10_000;

    /** A witness's word: the time, and the reading of the monotonic clock when it was given. */
    private record Word(long millis, long nanos) {
        long at(long nanosNow) {
            return millis + (nanosNow - nanos) / 1_000_000;
        }
    }

    private final Clock wall;
    private final LongSupplier nanos;
    private final Word start;
    private volatile Optional<Word> believed = Optional.empty();
    private volatile Optional<Duration> skew = Optional.empty();
    private volatile Optional<Word> bus = Optional.empty();
    private Optional<Word> heard = Optional.empty();

    /** @param nanos the monotonic clock, {@link System#nanoTime} */
    SteadyClock(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.start = new Word(wall.millis(), nanos.getAsLong());
    }

    /** The Date of an answer that has just come. */
    synchronized void hear(Instant date) {
        long now = nanos.getAsLong();
        Word word = new Word(date.toEpochMilli(), now);
        if (!hasSlept(word)) {
            if (heard.isPresent() && heard.get().at(now) - heard.get().millis() < APART_MILLIS) {
                return;
            }
            if (heard.isPresent() && near(heard.get().at(now), word.millis())) {
                believe(word);
            }
        } else {
            believe(word);
        }
        heard = Optional.of(word);
    }

    /** The Date of an answer of the bus that has just come. */
    void hearBus(Instant date) {
        bus = Optional.of(new Word(date.toEpochMilli(), nanos.getAsLong()));
    }

    private void believe(Word word) {
        believed = Optional.of(word);
        skew = Optional.of(Duration.ofMillis(wall.millis() - word.millis()));
    }

    /** Ahead only: an answer that is stored somewhere lies behind. */
    private boolean hasSlept(Word word) {
        return believed.isPresent()
                && word.millis() - believed.get().at(word.nanos()) > TOLERANCE_MILLIS
                && near(wall.millis(), word.millis());
    }

    /**
     * By how much the wall clock was ahead of the metadata service's when that was last heard; empty while that is not
     * believed. Not by how much it is ahead now: after a hibernation that would be all of it, until the service is heard.
     */
    Optional<Duration> skew() {
        return skew;
    }

    @Override
    public long millis() {
        long now = nanos.getAsLong();
        long byWall = wall.millis();
        Optional<Word> service = believed;
        if (service.isPresent()) {
            long byService = service.get().at(now);
            return near(byWall, byService) ? byWall : between(byWall, byService, now);
        }
        long steady = start.at(now);
        return near(byWall, steady) ? byWall : Math.min(byWall, steady);
    }

    private long between(long byWall, long byService, long now) {
        if (bus.isEmpty()) {
            return Math.min(byWall, byService);
        }
        long byBus = bus.get().at(now);
        return Math.abs(byBus - byWall) < Math.abs(byBus - byService) ? byWall : byService;
    }

    /** Whatever the others say. */
    boolean goesByWall() {
        return near(millis(), wall.millis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the agent knows UTC only");
    }

    private static boolean near(long one, long other) {
        return Math.abs(one - other) <= TOLERANCE_MILLIS;
    }
}
