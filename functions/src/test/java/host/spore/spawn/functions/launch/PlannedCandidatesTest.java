package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.Market;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import host.spore.spawn.functions.lambda.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a launch will try: types, zones, markets, images. */
class PlannedCandidatesTest extends Planning {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''                                        ; c7i.large on-demand, c7a.large on-demand",
                "'\"spot\":true'                          ; c7i.large spot, c7a.large spot",
                "'\"spot\":true,\"onDemandFallback\":true' ; c7i.large spot, c7a.large spot, c7i.large on-demand, c7a.large on-demand"
            })
    void triesEveryTypeOnEveryMarketThatWasAskedFor(String more, String candidates) {
        // When
        JsonObject plan =
                planned(VARIABLES, "\"instanceType\":\"c7i.large|c7a.large\"" + (more.isEmpty() ? "" : "," + more));

        // Then
        assertThat(plan.objects("candidates").stream()
                        .map(candidate -> candidate.string("instanceType") + " " + candidate.string("market")))
                .containsExactly(candidates.split(", "));
    }

    @Test
    void triesEveryZoneForATypeBeforeTheNextType() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"c7i.large|c7a.large\",\"zone\":\"us-east-1b|us-east-1a\",\"volumeSizeGib\":20,\"volumeType\":\"gp3\",\"patience\":\"30m\"");

        // Then
        assertThat(plan.objects("candidates").stream()
                        .map(candidate -> candidate.string("instanceType") + " " + candidate.string("zone")))
                .containsExactly(
                        "c7i.large us-east-1b", "c7i.large us-east-1a", "c7a.large us-east-1b", "c7a.large us-east-1a");
        assertThat(plan.integer("volumeSizeGib")).isEqualTo(20);
        assertThat(plan.string("volumeType")).isEqualTo("gp3");
        assertThat(plan.integer("patienceSeconds")).isEqualTo(1_800);
    }

    @Test
    void aZoneIsRefusedWhereTheDeploymentHasASubnet() {
        // Given
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_SUBNET_ID", "subnet-1");

        // When
        JsonObject answer =
                lambda.invoke(handler(variables), input("\"instanceType\":\"c7i.large\",\"zone\":\"us-east-1b\""));

        // Then
        assertThat(answer.string("reason")).contains("subnet-1").endsWith("leave out --zone");
    }

    @Test
    void oneTypeOfSeveralThatCannotBeLaunchedIsRefusedByItsName() {
        assertThat(rejected("\"instanceType\":\"c7i.large|c7g.large\"")).startsWith("c7g.large: this type is arm64");
    }

    /** Tags and configuration say hibernate, and the root volume grows by the type's memory, rounded up. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ttl\":\"2h\",\"hibernation\":true                             | t3.micro  | 1",
                "\"ttl\":\"2h\",\"onComplete\":\"hibernate\"                    | c7i.large | 4",
                "\"ttl\":\"2h\",\"idleTimeout\":\"1h\",\"onIdle\":\"hibernate\" | x9.odd    | 3",
                "\"ttl\":\"2h\",\"hibernation\":true                             | x9.most   | 150",
            })
    void whatCanHibernateHasRoomForItsMemory(String fields, String type, long room) {
        // Given
        machineTypes.add("x9.odd  x86_64 yes yes no yes yes 2 2049");
        machineTypes.add("x9.most x86_64 yes yes no yes yes 2 153600");

        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"" + type + "\"," + fields);

        // Then
        assertThat(plan.objects("candidates").getFirst().integer("hibernationGib"))
                .isEqualTo(room);
        assertThat(plan.strings("tags").getOrDefault("spawn:on-idle", "-"))
                .isEqualTo(fields.contains("onIdle") ? "hibernate" : "-");
        assertThat(plan.object("bootstrap").string("config"))
                .contains(fields.contains("onComplete") ? "\non_complete: hibernate\n" : "\non_complete: none\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p4d.24xlarge | p4d.24xlarge: EC2 cannot hibernate this type; take another one (aws ec2 describe-instance-types --filters Name=hibernation-supported,Values=true lists those that can), or launch without hibernation",
                "r5.8xlarge  | r5.8xlarge: it has 256 GiB of memory, and EC2 hibernates at most 150 GiB; take a smaller one, or launch without hibernation",
            })
    void refusesATypeThatCannotHibernate(String type, String reason) {
        assertThat(rejected("\"instanceType\":\"" + type + "\",\"onComplete\":\"hibernate\""))
                .isEqualTo(reason);
        assertThat(planned(VARIABLES, "\"instanceType\":\"" + type + "\"")
                        .objects("candidates")
                        .getFirst()
                        .has("hibernationGib"))
                .isFalse();
    }

    @Test
    void aTypeThatIsNotThereIsRefusedWithTheNearest() {
        assertThat(rejected("\"instanceType\":\"c7i.larg\""))
                .isEqualTo("c7i.larg: us-east-1 has no such instance type; like it are c7i.large, c7i.xlarge,"
                        + " c7i.2xlarge");
    }

    @Test
    void aPatternIsTriedByWhatIsRemembered() {
        // Given: the smallest is empty, the largest was always to be had
        Offer large = new Offer("c7i.large", null, Market.ON_DEMAND);
        Offer largest = new Offer("c7i.2xlarge", null, Market.ON_DEMAND);
        standings.write(Standing.unknown(large).lacked("c0-1", clock.instant()));
        standings.write(Standing.unknown(largest).had("c0-2", clock.instant()));

        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"c7i.*\"");

        // Then
        assertThat(types(plan)).containsExactly("c7i.2xlarge", "c7i.xlarge", "c7i.large");
        assertThat(plan.array("remarks").toString())
                .isEqualTo("[\"c7i.large on-demand: no capacity at 2026-11-23T12:00:00Z; tried after the others until"
                        + " 2026-11-23T12:05:00Z\"]");
    }

    @Test
    void howLongAShortageIsRememberedIsTheDeploymentsToSay() {
        // Given
        standings.write(
                Standing.unknown(new Offer("c7i.large", null, Market.ON_DEMAND)).lacked("c0-1", clock.instant()));
        clock.advance(Duration.ofSeconds(10));
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_CAPACITY_MEMORY_SECONDS", "10");

        // When, Then
        assertThat(types(planned(VARIABLES, "\"instanceType\":\"c7i.large|c7a.large\"")))
                .containsExactly("c7a.large", "c7i.large");
        assertThat(types(planned(variables, "\"instanceType\":\"c7i.large|c7a.large\"")))
                .containsExactly("c7i.large", "c7a.large");
    }

    @Test
    void aMemoryThatFailsFailsNoPlan() {
        // Given
        standings.faults.failNext(1);

        // When, Then
        assertThat(types(planned(VARIABLES, "\"instanceType\":\"c7i.large|c7a.large\"")))
                .containsExactly("c7i.large", "c7a.large");
    }

    @Test
    void typesInManyZonesOnBothMarketsAreBounded() {
        // Given
        for (int i = 0; i < 11; i++) {
            machineTypes.add("z" + i + ".large x86_64 yes yes no yes yes 2 4096");
        }

        // When, Then
        assertThat(rejected("\"instanceType\":\"z*.large\",\"spot\":true,\"onDemandFallback\":true,\"zone\":"
                        + "\"us-east-1a|us-east-1b|us-east-1c|us-east-1d|us-east-1e|us-east-1f\""))
                .isEqualTo(
                        "11 types in 6 zones on both markets are 132 candidates, and a launch tries at most 120: give"
                                + " fewer types or zones");
    }

    /** With the agent for ARM deployed, a list may mix: each candidate has its architecture, each of those its image. */
    @Test
    void aListMayMixArchitecturesWhereBothAgentsAreDeployed() {
        // Given
        images.parameters.put("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64", "ami-0a0a0a0a");

        // When
        JsonObject plan = planned(withArm(), "\"instanceType\":\"c7g.large|c7i.large\"");

        // Then
        assertThat(plan.objects("candidates"))
                .extracting(candidate -> candidate.string("instanceType") + " " + candidate.string("architecture"))
                .containsExactly("c7g.large arm64", "c7i.large x86_64");
        assertThat(plan.object("platforms").toString())
                .isEqualTo("{\"x86_64\":{\"imageId\":\"ami-0123456789abcdef0\",\"sporedKey\":"
                        + "\"spored/ab/spored.tar.xz\",\"sporedSha256\":\"ab\"},\"arm64\":{\"imageId\":"
                        + "\"ami-0a0a0a0a\",\"sporedKey\":\"spored/cd/arm.tar.xz\",\"sporedSha256\":\"cd\"}}");
    }

    @Test
    void anImageThatWasGivenByItsIdIsForOneArchitecture() {
        // Given
        imageArchitectures.put("ami-12345678", Architecture.ARM64);

        // When, Then
        assertThat(planned(withArm(), "\"instanceType\":\"c7g.large\",\"ami\":\"ami-12345678\"")
                        .object("platforms")
                        .object("arm64")
                        .string("imageId"))
                .isEqualTo("ami-12345678");
        JsonObject answer = lambda.invoke(
                handler(withArm()), input("\"instanceType\":\"c7g.large|c7i.large\",\"ami\":\"ami-12345678\""));
        assertThat(answer.string("reason"))
                .isEqualTo(
                        "c7i.large: this type is x86_64, and the image ami-12345678 is for arm64; take a type that the"
                                + " image is for, or an alias (al2023), which is for both");
    }

    @Test
    void anAgentForArmWithoutItsChecksumFailsTheStart() {
        // Given
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_SPORED_KEY_ARM64", "spored/cd/arm.tar.xz");

        // When, Then
        assertThatThrownBy(() -> PlanHandler.settings(new Environment(variables)))
                .hasMessage("environment variable SPAWN_SPORED_SHA256_ARM64 is not set");
    }

    @Test
    void refusesATypeWhoseAgentItDoesNotHave() {
        assertThat(rejected("\"instanceType\":\"c7g.large\"")).contains("arm64");
    }

    @Test
    void anImagesOwnIdNeedsNoParameter() {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"ami\":\"ami-12345678\"");

        // Then
        assertThat(plan.object("platforms").object("x86_64").string("imageId")).isEqualTo("ami-12345678");
    }

    @Test
    void anImageThatThisRegionDoesNotHaveIsRefusedWithWhatToDo() {
        // When
        String reason = rejected("\"instanceType\":\"t3.micro\",\"ami\":\"ubuntu-24.04\"");

        // Then
        assertThat(reason)
                .startsWith("image ubuntu-24.04: the parameter /aws/service/canonical/")
                .endsWith("is not in us-east-1; give an image's id instead (--ami ami-…)");
    }

    private static Map<String, String> withArm() {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_SPORED_KEY_ARM64", "spored/cd/arm.tar.xz");
        variables.put("SPAWN_SPORED_SHA256_ARM64", "cd");
        return variables;
    }

    private static List<String> types(JsonObject plan) {
        return plan.objects("candidates").stream()
                .map(candidate -> candidate.string("instanceType"))
                .toList();
    }
}
