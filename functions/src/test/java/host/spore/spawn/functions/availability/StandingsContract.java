package host.spore.spawn.functions.availability;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Market;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link Standings} keeps, the fake as well as DynamoDB. */
public abstract class StandingsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00.123456Z");

    protected abstract Standings subject();

    /** A type that no other test uses. */
    protected abstract String freshType();

    @Test
    void whatNobodyWroteIsUnknown() {
        // Given
        Offer offer = new Offer(freshType(), null, Market.SPOT);

        // When, Then
        assertThat(subject().read(List.of(offer))).isEqualTo(Map.of(offer, Standing.unknown(offer)));
    }

    @Test
    void whatIsWrittenIsRead() {
        // Given
        Offer offer = new Offer(freshType(), "us-east-1a", Market.SPOT);
        Standing whole = new Standing(
                offer,
                1,
                2.5,
                0.125,
                AT,
                3,
                AT.minusSeconds(60),
                AT.minusSeconds(30),
                List.of("c1-1 had", "c2-1 lacked"),
                Map.of("i-0123456789abcdef0", AT.minusSeconds(90)));

        // When
        boolean written = subject().write(whole);

        // Then
        assertThat(written).isTrue();
        assertThat(subject().read(List.of(offer))).containsEntry(offer, whole);
    }

    @Test
    void allAreFoundAndNoMoreThanAskedFor() {
        // Given
        String type = freshType();
        Standing here =
                Standing.unknown(new Offer(type, "us-east-1a", Market.SPOT)).had("c1-1", AT);
        Standing anywhere =
                Standing.unknown(new Offer(type, null, Market.ON_DEMAND)).lacked("c1-2", AT);
        subject().write(here);
        subject().write(anywhere);

        // When, Then
        assertThat(subject().all(1_000)).contains(here, anywhere);
        assertThat(subject().all(1)).hasSize(1);
    }

    @Test
    void anOfferIsToldFromItsNeighbours() {
        // Given
        String type = freshType();
        Offer anywhere = new Offer(type, null, Market.SPOT);
        Offer somewhere = new Offer(type, "us-east-1a", Market.SPOT);
        Offer onDemand = new Offer(type, null, Market.ON_DEMAND);
        subject().write(Standing.unknown(somewhere).had("c1-1", AT));

        // When
        Map<Offer, Standing> read = subject().read(List.of(anywhere, somewhere, onDemand));

        // Then
        assertThat(read.get(somewhere)).isEqualTo(Standing.unknown(somewhere).had("c1-1", AT));
        assertThat(read.get(anywhere)).isEqualTo(Standing.unknown(anywhere));
        assertThat(read.get(onDemand)).isEqualTo(Standing.unknown(onDemand));
    }

    @Test
    void whoReadWhatIsNoLongerSoWritesNothing() {
        // Given
        Offer offer = new Offer(freshType(), null, Market.ON_DEMAND);
        Standing first = Standing.unknown(offer).had("c1-1", AT);
        subject().write(first);
        Standing second = first.lacked("c2-1", AT);

        // When, Then: one that read nothing, one that read the same, and a late one
        assertThat(subject().write(Standing.unknown(offer).had("c3-1", AT))).isFalse();
        assertThat(subject().write(second)).isTrue();
        assertThat(subject().write(first.had("c4-1", AT))).isFalse();
        assertThat(subject().read(List.of(offer))).containsEntry(offer, second);
    }

    /** Ten types in six zones on two markets, and some; DynamoDB takes a hundred at a time. */
    @Test
    void manyAreReadAtOnce() {
        // Given
        String type = freshType();
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            offers.add(new Offer(type + i, null, Market.SPOT));
        }
        subject().write(Standing.unknown(offers.getFirst()).had("c1-1", AT));
        subject().write(Standing.unknown(offers.getLast()).had("c1-2", AT));

        // When
        Map<Offer, Standing> read = subject().read(offers);

        // Then
        assertThat(read).hasSize(120);
        assertThat(read.values().stream().filter(standing -> standing.version() == 1))
                .extracting(Standing::offer)
                .containsExactly(offers.getFirst(), offers.getLast());
    }
}
