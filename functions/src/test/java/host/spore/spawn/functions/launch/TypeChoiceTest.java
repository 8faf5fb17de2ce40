package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Market;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeChoiceTest {
    private static final Set<Architecture> INTEL = Set.of(Architecture.X86_64);
    private static final Set<Architecture> BOTH = Set.of(Architecture.values());

    private final FakeMachineTypes types = new FakeMachineTypes();

    /** What was asked for, and what is tried: a place for each item of the list, smallest first within a pattern. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "c7i.large                   ; 0 c7i.large",
                "c7a.large|c7i.large         ; 0 c7a.large, 1 c7i.large",
                // metal is not meant unless it is said
                "c7i.*                       ; 0 c7i.large, 0 c7i.xlarge, 0 c7i.2xlarge",
                "c7i.metal*                  ; 0 c7i.metal-24xl",
                "i3.metal                    ; 0 i3.metal",
                // equal memory and processors: by name
                "c7*.large                   ; 0 c7a.large, 0 c7i.large",
                "c7a.*                       ; 0 c7a.medium, 0 c7a.large, 0 c7a.xlarge",
                "c7i.xlarge|c7*.*large       ; 0 c7i.xlarge, 1 c7a.large, 1 c7i.large, 1 c7a.xlarge, 1 c7i.2xlarge",
                // not on Nitro, of an older generation, a Mac: none of them is meant
                "t*.micro                    ; 0 t3.micro",
                "m*.*                        ; 0 m7i.large",
                "c7g.*                       ; 0 c7g.medium, 0 c7g.large",
                "c7g.large|c7i.large         ; 0 c7g.large, 1 c7i.large",
            })
    void namesKeepTheirPlaceAndPatternsStandForWhatWillDo(String asked, String tried) {
        assertThat(words(decide(asked, needs(BOTH, null)))).isEqualTo(tried);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '§',
            value = {
                "c7g.large ^ c7g.large: this type is arm64, and this deployment has no agent for it; take an Intel or AMD type, for example c7i.large, or deploy one (mvn package -Parm64, then cdk deploy)",
                "c7i.large|t2.micro ^ t2.micro: this type is not on Nitro, so a running instance would not learn of an extended deadline; take a newer one, for example t3.micro",
                "c7g.* ^ \"c7g.*\": it matches 2 types, and none of them will do: 2 of arm64, for which this deployment has no agent; take another pattern, or name a type",
                "t1.* ^ \"t1.*\": it matches 1 type, and none of them will do: 1 not on Nitro; take another pattern, or name a type",
                "i3.m* ^ \"i3.m*\": it matches 1 type, and none of them will do: 1 bare metal; take another pattern, or name a type",
            })
    void refusesWhatWillNotDoWithTheReason(String asked, String reason) {
        assertThat(decide(asked, needs(INTEL, null))).isEqualTo(new TypeChoice.Decision.Refused(reason));
    }

    @Test
    void whatNothingMatchesIsUnknown() {
        assertThat(decide("c7i.large|q9.large", needs(BOTH, null)))
                .isEqualTo(new TypeChoice.Decision.Unknown("q9.large"));
        assertThat(decide("q*.large", needs(BOTH, null))).isEqualTo(new TypeChoice.Decision.Unknown("q*.large"));
    }

    @Test
    void aPatternThatMatchesBothArchitecturesStandsForOneAndSaysSo() {
        // When
        TypeChoice.Decision decision = decide("c7*.large", needs(BOTH, null));

        // Then
        assertThat(((TypeChoice.Decision.Chosen) decision).remarks())
                .containsExactly("c7*.large: 1 type of arm64 left out, because x86_64 matches as well; name c7g.large"
                        + " to have it tried");
    }

    @Test
    void anImageDecidesTheArchitecture() {
        // When, Then
        assertThat(words(decide("c7*.large", needs(BOTH, Architecture.ARM64)))).isEqualTo("0 c7g.large");
        assertThat(decide("c7g.large|c7i.large", needs(BOTH, Architecture.ARM64)))
                .isEqualTo(new TypeChoice.Decision.Refused("c7i.large: this type is x86_64, and the image ami-1 is for"
                        + " arm64; take a type that the image is for, or an alias (al2023), which is for both"));
    }

    @Test
    void whatCannotHibernateOrIsNotOnSpotIsNotMeantByAPattern() {
        // When, Then
        assertThat(words(TypeChoice.decide(
                        List.of("r5.*"),
                        all("r5.*"),
                        new TypeChoice.Needs(true, List.of(Market.ON_DEMAND), BOTH, Optional.empty()))))
                .isEqualTo("0 r5.large, 0 r5.4xlarge");
        assertThat(words(TypeChoice.decide(
                        List.of("c7a.*"),
                        all("c7a.*"),
                        new TypeChoice.Needs(false, List.of(Market.SPOT), BOTH, Optional.empty()))))
                .isEqualTo("0 c7a.medium, 0 c7a.large");
    }

    @Test
    void aPatternThatMatchesTooManyIsRefusedWithTheirNumber() {
        // Given
        for (int i = 0; i < 21; i++) {
            types.add("z" + i + ".large x86_64 yes yes no yes yes 2 4096");
        }

        // When, Then
        assertThat(decide("z*.large", needs(BOTH, null)))
                .isEqualTo(
                        new TypeChoice.Decision.Refused("\"z*.large\": it matches 21 types that will do, and a launch"
                                + " tries at most 20: narrow it, for example to one family ('c7i.*') or to a size of some"
                                + " ('c7*.large')"));
        assertThat(decide("z1*.large", needs(BOTH, null))).isInstanceOf(TypeChoice.Decision.Chosen.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '§',
            value = {
                "c7i.larg ^ c7i.larg: us-east-1 has no such instance type; like it are c7i.large, c7i.xlarge, c7i.2xlarge",
                "c17.large ^ c17.large: us-east-1 has no such instance type; like it are c5.large, c7a.large, c7g.large",
                "q9.large ^ q9.large: us-east-1 has no such instance type; aws ec2 describe-instance-types lists those that there are",
                "c17.* ^ \"c17.*\": no instance type of us-east-1 matches; aws ec2 describe-instance-types lists those that there are",
            })
    void anUnknownNameIsRefusedWithTheNearest(String name, String reason) {
        assertThat(NearestTypes.refusal(name, "us-east-1", types.matching(NearestTypes.around(name))))
                .isEqualTo(reason);
    }

    private TypeChoice.Decision decide(String asked, TypeChoice.Needs needs) {
        return TypeChoice.decide(List.of(asked.split("\\|")), all(asked), needs);
    }

    private List<MachineTypes.MachineType> all(String asked) {
        return types.matching(List.of(asked.split("\\|")));
    }

    private static TypeChoice.Needs needs(Set<Architecture> agents, @Nullable Architecture image) {
        return new TypeChoice.Needs(
                false,
                List.of(Market.ON_DEMAND),
                agents,
                Optional.ofNullable(image).map(architecture -> new TypeChoice.ImageFor("ami-1", architecture)));
    }

    private static String words(TypeChoice.Decision decision) {
        assertThat(decision).isInstanceOf(TypeChoice.Decision.Chosen.class);
        return ((TypeChoice.Decision.Chosen) decision)
                .types().stream()
                        .map(choice -> choice.place() + " " + choice.type().name())
                        .collect(Collectors.joining(", "));
    }
}
