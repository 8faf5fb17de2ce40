package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Market;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidateOrderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration FIRST = Duration.ofMinutes(5);

    private int attempts;

    /**
     * What was asked for (types, a pattern's members in brackets; zones; markets), what is remembered (had, lacked or taken
     * back, so many minutes ago), and what is tried.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                // the user's order is a preference
                "a b c   ; -   ; od      ; -                                       ; a od, b od, c od",
                "a b c   ; -   ; od      ; had c od 1, had c od 2                  ; a od, b od, c od",
                // but what has none is tried last, until that is forgotten
                "a b c   ; -   ; od      ; lacked a od 4                           ; b od, c od, a od",
                "a b c   ; -   ; od      ; lacked a od 5                           ; a od, b od, c od",
                "a b c   ; -   ; od      ; lacked a od 4, had a od 3               ; a od, b od, c od",
                "a b c   ; -   ; od      ; lacked a od 8, lacked a od 6            ; b od, c od, a od",
                // what is back first is tried first
                "a b c   ; -   ; od      ; lacked a od 1, lacked b od 2            ; c od, b od, a od",
                // all of them are empty: all of them are tried
                "a b     ; -   ; od      ; lacked a od 1, lacked b od 2            ; b od, a od",
                "a       ; -   ; od      ; lacked a od 1                           ; a od",
                // another zone and another market are other offers
                "a b     ; -   ; od      ; lacked a spot 1, lacked a@x od 1        ; a od, b od",
                // spot before on-demand, whatever is remembered
                "a b     ; -   ; spot od ; lacked a spot 1, lacked b spot 1        ; a spot, b spot, a od, b od",
                "a b     ; -   ; spot od ; lacked a spot 1, had b od 1             ; b spot, a spot, a od, b od",
                // a type's zones by their score, in all of them before the next type
                "a b     ; x y ; od      ; had a@y od 60                           ; a@y od, a@x od, b@x od, b@y od",
                "a b     ; x y ; od      ; lacked a@x od 1                         ; a@y od, b@x od, b@y od, a@x od",
                // a pattern's members by score, and it keeps its place among others
                "[a b c] ; -   ; od      ; -                                       ; a od, b od, c od",
                "[a b c] ; -   ; od      ; had c od 60                             ; c od, a od, b od",
                "[a b c] ; -   ; od      ; lacked a od 600, had b od 60            ; b od, c od, a od",
                "a [b c] ; -   ; od      ; had c od 60                             ; a od, c od, b od",
                "[a b] c ; -   ; od      ; had c od 60, had b od 60                ; b od, a od, c od",
                "[a b]   ; x y ; od      ; had b@y od 60                           ; b@y od, b@x od, a@x od, a@y od",
                // taken back too often: on-demand first, where that was allowed
                "a       ; -   ; spot od ; took a 30, took a 20, took a 10         ; a od, a spot",
                "a b     ; -   ; spot od ; took a 30, took a 20, took a 10         ; b spot, a od, b od, a spot",
                "a       ; -   ; spot od ; took a 30, took a 20                    ; a spot, a od",
                "a       ; -   ; spot od ; took a 99, took a 80, took a 61         ; a spot, a od",
                "a       ; x y ; spot od ; took a@x 30, took a@x 20, took a@x 10   ; a@y spot, a@x od, a@y od, a@x spot",
                // where it was not, spot is tried all the same, after what is better
                "a       ; -   ; spot    ; took a 30, took a 20, took a 10         ; a spot",
                "a b     ; -   ; spot    ; took a 30, took a 20, took a 10         ; b spot, a spot",
                "a b c   ; -   ; spot    ; took a 30, took a 20, took a 10, lacked b spot 1 ; c spot, a spot, b spot",
                "a       ; -   ; od      ; took a 30, took a 20, took a 10         ; a od",
            })
    void triesFirstWhatMayBeHad(
            String types, @Nullable String zones, String markets, @Nullable String memory, String tried) {
        // Given
        List<Candidate> all = all(types, zones, markets);

        // When
        CandidateOrder.Ordered ordered = CandidateOrder.order(all, memory(memory), NOW, FIRST);

        // Then
        assertThat(ordered.candidates().stream().map(CandidateOrderTest::words).collect(Collectors.joining(", ")))
                .isEqualTo(tried);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b | od      | lacked a od 1                   | a on-demand: no capacity at 2026-11-23T11:59:00Z; tried after the others until 2026-11-23T12:04:00Z",
                "a   | od      | lacked a od 1                   | a on-demand: no capacity at 2026-11-23T11:59:00Z; tried all the same, for want of another",
                "a   | spot od | took a 30, took a 20, took a 10 | a spot: EC2 took back several instances within an hour; on-demand is tried first until 2026-11-23T12:50:00Z",
                "a   | spot    | took a 30, took a 20, took a 10 | a spot: EC2 took back several instances within an hour; tried all the same (--on-demand-fallback would try on-demand first until 2026-11-23T12:50:00Z)",
                "a b | spot    | took a 30, took a 20, took a 10 | a spot: EC2 took back several instances within an hour; tried after the others until 2026-11-23T12:50:00Z",
            })
    void whoIsMovedIsSaidWithTheReasonAndUntilWhen(String types, String markets, String memory, String remark) {
        assertThat(CandidateOrder.order(all(types, null, markets), memory(memory), NOW, FIRST)
                        .remarks())
                .containsExactly(remark);
    }

    @Test
    void remarksAreBounded() {
        // Given
        List<Candidate> all = all("a b c d e f g h i j k l", null, "od");
        Map<Offer, Standing> memory = new HashMap<>();
        all.forEach(candidate -> memory.put(
                candidate.offer(), Standing.unknown(candidate.offer()).lacked("c1", NOW)));

        // When
        List<String> remarks = CandidateOrder.order(all, memory, NOW, FIRST).remarks();

        // Then
        assertThat(remarks).hasSize(11);
        assertThat(remarks.getLast()).isEqualTo("and 2 more like these");
    }

    /** Whatever is remembered, everything is tried once, and spot stays before on-demand unless it is taken back. */
    @Property(tries = 500)
    void everyCandidateIsTriedOnceWhateverIsRemembered(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        List<Candidate> all = all(
                "a [b c] d [e f]", random.nextBoolean() ? null : "x y z", random.nextBoolean() ? "spot" : "spot od");
        Map<Offer, Standing> memory = anything(all, random, true);

        // When
        List<Candidate> ordered = CandidateOrder.order(all, memory, NOW, FIRST).candidates();

        // Then
        assertThat(ordered).containsExactlyInAnyOrderElementsOf(all);
        int firstOnDemand = (int) ordered.stream()
                .takeWhile(candidate -> candidate.market() == Market.SPOT)
                .count();
        assertThat(ordered.subList(firstOnDemand, ordered.size()))
                .filteredOn(candidate -> candidate.market() == Market.SPOT)
                .allMatch(candidate -> known(memory, candidate).brokenUntil(NOW).isPresent());
    }

    /** Nobody's place depends on the order in which a table answers. */
    @Property(tries = 200)
    void theOrderIsThatOfTheMemoryAndNothingElse(@ForAll @Positive long seed) {
        // Given
        Random random = new Random(seed);
        List<Candidate> all = all("a [b c d e] f", "x y", "spot od");
        Map<Offer, Standing> memory = anything(all, random, true);
        List<Map.Entry<Offer, Standing>> entries = new ArrayList<>(memory.entrySet());
        Collections.shuffle(entries, random);
        Map<Offer, Standing> shuffled = new LinkedHashMap<>();
        entries.forEach(entry -> shuffled.put(entry.getKey(), entry.getValue()));

        // When, Then
        assertThat(CandidateOrder.order(all, shuffled, NOW, FIRST))
                .isEqualTo(CandidateOrder.order(all, memory, NOW, FIRST));
    }

    /** Names that a user gave are a preference: what succeeded elsewhere does not overtake, only a shortage moves back. */
    @Property(tries = 200)
    void namesKeepTheirOrderAmongThoseWithCapacity(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        List<Candidate> all = all("a b c d e f", null, "od");
        Map<Offer, Standing> memory = anything(all, random, false);

        // When
        List<Candidate> ready = CandidateOrder.order(all, memory, NOW, FIRST).candidates().stream()
                .filter(candidate ->
                        known(memory, candidate).emptyUntil(FIRST, NOW).isEmpty())
                .toList();

        // Then
        assertThat(ready).isSortedAccordingTo(java.util.Comparator.comparingInt(all::indexOf));
    }

    private static Standing known(Map<Offer, Standing> memory, Candidate candidate) {
        return memory.getOrDefault(candidate.offer(), Standing.unknown(candidate.offer()));
    }

    private static Map<Offer, Standing> anything(List<Candidate> all, Random random, boolean taken) {
        Map<Offer, Standing> memory = new LinkedHashMap<>();
        for (Candidate candidate : all) {
            Standing standing = Standing.unknown(candidate.offer());
            for (int i = random.nextInt(6); i > 0; i--) {
                Instant at = NOW.minusSeconds(random.nextInt(4_000));
                standing = switch (random.nextInt(taken ? 4 : 2)) {
                    case 0 -> standing.had("c" + i, at);
                    case 1 -> standing.lacked("c" + i, at);
                    default -> standing.interrupted("i-" + i, at);
                };
            }
            memory.put(candidate.offer(), standing);
        }
        return memory;
    }

    /** {@code took a@x 10}: an instance of type a in zone x was taken back ten minutes ago. */
    private Map<Offer, Standing> memory(@Nullable String text) {
        Map<Offer, Standing> memory = new HashMap<>();
        for (String one : text == null ? new String[0] : text.split(", ")) {
            String[] words = one.trim().split(" ");
            String[] place = words[1].split("@");
            boolean took = words[0].equals("took");
            Offer offer = new Offer(
                    place[0],
                    place.length > 1 ? place[1] : null,
                    took || words[2].equals("spot") ? Market.SPOT : Market.ON_DEMAND);
            Instant at = NOW.minus(Duration.ofMinutes(Integer.parseInt(words[took ? 2 : 3])));
            String id = "c" + ++attempts;
            memory.compute(offer, (key, before) -> {
                Standing standing = before == null ? Standing.unknown(key) : before;
                return switch (words[0]) {
                    case "had" -> standing.had(id, at);
                    case "lacked" -> standing.lacked(id, at);
                    case "took" -> standing.interrupted(id, at);
                    default -> throw new IllegalArgumentException(words[0]);
                };
            });
        }
        return memory;
    }

    static List<Candidate> all(String types, @Nullable String zones, String markets) {
        List<TypeChoice.Choice> choices = new ArrayList<>();
        boolean inside = false;
        int place = 0;
        for (String word : types.split(" ")) {
            inside |= word.startsWith("[");
            choices.add(new TypeChoice.Choice(type(word.replaceAll("[\\[\\]]", "")), place));
            inside &= !word.endsWith("]");
            place += inside ? 0 : 1;
        }
        List<@Nullable String> places = new ArrayList<>(zones == null ? List.of() : List.of(zones.split(" ")));
        if (places.isEmpty()) {
            places.add(null);
        }
        List<Candidate> all = new ArrayList<>();
        for (String market : markets.split(" ")) {
            for (TypeChoice.Choice choice : choices) {
                for (String zone : places) {
                    all.add(new Candidate(choice, zone, market.equals("spot") ? Market.SPOT : Market.ON_DEMAND));
                }
            }
        }
        return all;
    }

    private static MachineTypes.MachineType type(String name) {
        return new MachineTypes.MachineType(name, Architecture.X86_64, true, true, false, true, true, 2, 4_096);
    }

    private static String words(Candidate candidate) {
        return candidate.offer().instanceType()
                + (candidate.zone() == null ? "" : "@" + candidate.zone())
                + (candidate.market() == Market.SPOT ? " spot" : " od");
    }
}
