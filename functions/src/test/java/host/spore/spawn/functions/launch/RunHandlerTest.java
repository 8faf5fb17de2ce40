package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Attempt;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class RunHandlerTest {
    private final FakeLauncher launcher = new FakeLauncher();
    private final FakeLambda lambda = new FakeLambda();
    private final FakeStandings standings = new FakeStandings();
    private final RunHandler handler =
            new RunHandler(launcher, new CapacityMemory(standings, new FakeClock()), "@SPAWN_WORKLOAD_BASE64@");

    @Test
    void launchesAndTellsTheInstanceAndItsAttempt() {
        // When
        JsonObject answer = lambda.invoke(handler, input(1, 0));

        // Then
        assertThat(answer).isEqualTo(JsonObject.parse("""
                        {"result":"launched","instanceId":"i-00000001","zone":"us-east-1a",
                         "attempt":{"instanceType":"t3.micro","zone":"us-east-1a","market":"on-demand","result":"launched"}}"""));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(new LaunchAnswer.NoCapacity("why", true), "no_capacity"),
                Arguments.of(new LaunchAnswer.Throttled("why"), "throttled"),
                Arguments.of(new LaunchAnswer.Refused("why"), "refused"),
                Arguments.of(new LaunchAnswer.Unknown("why"), "unknown"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatEc2RefusesIsAValueWithItsReason(LaunchAnswer ec2, String result) {
        // Given
        launcher.answerNext(ec2);

        // When
        JsonObject answer = lambda.invoke(handler, input(1, 0));

        // Then
        assertThat(answer.string("result")).isEqualTo(result);
        assertThat(answer.string("reason")).isEqualTo("why");
        assertThat(Attempt.read(answer.object("attempt")))
                .isEqualTo(new Attempt("t3.micro", null, Market.ON_DEMAND, result, "why"));
    }

    /** What is remembered of t3.micro after an attempt and its repetition: successes, shortages. */
    static Stream<Arguments> remembered() {
        return Stream.of(
                Arguments.of(new LaunchAnswer.NoCapacity("why", true), "0.0 1.0"),
                Arguments.of(new LaunchAnswer.NoCapacity("the price is too low", false), "0.0 0.0"),
                Arguments.of(new LaunchAnswer.Throttled("why"), "0.0 0.0"),
                Arguments.of(new LaunchAnswer.Refused("why"), "0.0 0.0"),
                Arguments.of(new LaunchAnswer.Unknown("why"), "0.0 0.0"));
    }

    @ParameterizedTest
    @MethodSource("remembered")
    void everyAttemptIsRememberedOnceIfItTellsOfCapacity(LaunchAnswer ec2, String counts) {
        // Given
        launcher.answerNext(ec2);
        launcher.answerNext(ec2);

        // When
        lambda.invoke(handler, input(1, 0));
        lambda.invoke(handler, input(1, 1));

        // Then
        Standing standing = standings.now(new Offer("t3.micro", null, Market.ON_DEMAND));
        assertThat(standing.successes() + " " + standing.shortages()).isEqualTo(counts);
    }

    @Test
    void anInstanceThatWasGotIsRememberedOnceAlsoWhenItsAnswerWasLost() {
        // Given
        launcher.loseNextReply();
        lambda.invoke(handler, input(1, 0));

        // When
        lambda.invoke(handler, input(1, 1));
        lambda.invoke(handler, input(1, 2));

        // Then
        assertThat(standings.now(new Offer("t3.micro", null, Market.ON_DEMAND)).successes())
                .isEqualTo(1);
    }

    @Test
    void aMemoryThatFailsDoesNotFailAnAttempt() {
        // Given
        standings.faults.failNext(1);

        // When
        JsonObject answer = lambda.invoke(handler, input(1, 0));

        // Then
        assertThat(answer.string("result")).isEqualTo("launched");
    }

    /** Each architecture has its image and its agent; a candidate that says none is of an older plan. */
    @Test
    void aCandidateStartsFromTheImageAndFetchesTheAgentOfItsArchitecture() {
        // Given
        String bootstrap = "@SPAWN_SPORED_KEY@ @SPAWN_SPORED_SHA256@";
        String platforms = "\"platforms\":{\"arm64\":{\"imageId\":\"ami-arm\",\"sporedKey\":\"arm.tar.xz\","
                + "\"sporedSha256\":\"beef\"}},\"commandId\":";
        String input = input(1, 0).toString().replace("\"commandId\":", platforms);

        // When
        LaunchRequest arm = LaunchRequest.read(
                JsonObject.parse(
                        input.replace("\"market\":", "\"architecture\":\"arm64\",\"hibernationGib\":3,\"market\":")),
                bootstrap);
        LaunchRequest older = LaunchRequest.read(JsonObject.parse(input), bootstrap);

        // Then
        assertThat(arm.imageId()).isEqualTo("ami-arm");
        assertThat(arm.disks().hibernationGib()).isEqualTo(3);
        assertThat(decoded(arm)).isEqualTo("arm.tar.xz beef");
        assertThat(older.imageId()).isEqualTo("ami-12345678");
        assertThat(decoded(older)).isEqualTo("k s");
    }

    private static String decoded(LaunchRequest request) {
        return new String(
                java.util.Base64.getDecoder().decode(request.userData()), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aLostAnswerDoesNotLaunchTwice() {
        // Given
        launcher.loseNextReply();
        lambda.invoke(handler, input(1, 0));

        // When
        JsonObject again = lambda.invoke(handler, input(1, 1));

        // Then
        assertThat(again.string("result")).isEqualTo("launched");
        assertThat(launcher.launched).hasSize(1);
    }

    @Test
    void theNextAttemptIsAnotherRequest() {
        // Given
        lambda.invoke(handler, input(1, 0));

        // When
        lambda.invoke(handler, input(2, 0));

        // Then
        assertThat(launcher.launched).extracting(LaunchRequest::clientToken).doesNotHaveDuplicates();
        assertThat(launcher.launched.getLast().tags()).containsEntry("spawn:attempt", "2");
    }

    @Test
    void launchAndPriceAreTagsThatBoundTheCostWithoutARow() {
        // When
        lambda.invoke(handler, priced());

        // Then: the dearest zone's, since which it will be is not known yet
        assertThat(launcher.launched.getFirst().tags())
                .containsEntry("spawn:launched", "2026-11-23T16:42:07Z")
                .containsEntry("spawn:price", "0.0042+0.000877");
    }

    @Test
    void tellsThePriceInTheZoneThatEc2Chose() {
        // When
        JsonObject answer = lambda.invoke(handler, priced());

        // Then
        assertThat(answer.object("price")).isEqualTo(JsonObject.parse("""
                        {"computePerHour":"0.0031","volumesPerHour":"0.000877","source":"a history",
                         "at":"2026-11-23T16:42:07Z"}"""));
    }

    private static JsonObject priced() {
        return JsonObject.parse(input(1, 0).toString().replace("\"market\":\"on-demand\"", """
                        "market":"spot","price":{"computePerHour":"0.0042","volumesPerHour":"0.000877",
                        "source":"a history","at":"2026-11-23T16:42:07Z",
                        "zones":{"us-east-1a":"0.0031","us-east-1b":"0.0042"}}"""));
    }

    @Test
    void theDeadlineIsATagInWholeSeconds() {
        // When
        lambda.invoke(handler, input(1, 0));

        // Then
        assertThat(launcher.launched.getFirst().tags()).containsEntry("ttl", "2026-11-23T18:42:07Z");
    }

    @Test
    void asksEc2ForEverythingThatEndsTheInstance() {
        // Given
        LaunchRequest request = LaunchRequest.read(input(1, 0), "@SPAWN_WORKLOAD_BASE64@");
        List<BlockDeviceMapping> volumes = BlockDevices.of(
                Optional.of(Image.builder()
                        .blockDeviceMappings(
                                volume("/dev/xvda", 8, false),
                                volume("/dev/xvdb", 100, false),
                                BlockDeviceMapping.builder()
                                        .deviceName("/dev/sdc")
                                        .virtualName("ephemeral0")
                                        .build())
                        .build()),
                request.disks());

        // When
        RunInstancesRequest run = Ec2Launcher.runRequest(request, volumes);

        // Then
        assertThat(run.instanceInitiatedShutdownBehavior()).isEqualTo(ShutdownBehavior.TERMINATE);
        assertThat(run.metadataOptions().httpTokens()).isEqualTo(HttpTokensState.REQUIRED);
        assertThat(run.metadataOptions().instanceMetadataTags()).isEqualTo(InstanceMetadataTagsState.ENABLED);
        assertThat(run.blockDeviceMappings()).hasSize(2).allSatisfy(mapping -> {
            assertThat(mapping.ebs().deleteOnTermination()).isTrue();
            assertThat(mapping.ebs().encrypted()).isTrue();
        });
        assertThat(run.hibernationOptions()).isNull();
        assertThat(run.minCount() + "-" + run.maxCount()).isEqualTo("1-1");
        assertThat(run.clientToken()).hasSize(64).isEqualTo(request.clientToken());
        assertThat(run.iamInstanceProfile().arn()).isEqualTo("arn:aws:iam::123456789012:instance-profile/spawn");
        assertThat(run.instanceMarketOptions()).isNull();
        assertThat(run.tagSpecifications())
                .extracting(TagSpecification::resourceType)
                .containsExactly(ResourceType.INSTANCE, ResourceType.VOLUME);
        assertThat(run.tagSpecifications())
                .allSatisfy(specification -> assertThat(
                                specification.tags().stream().map(tag -> tag.key() + "=" + tag.value()))
                        .containsExactlyInAnyOrder(
                                "spawn=true",
                                "Name=demo",
                                "ttl=2026-11-23T18:42:07Z",
                                "spawn:launched=2026-11-23T16:42:07Z",
                                "spawn:attempt=1"));
    }

    @Test
    void whatCanHibernateIsToldSoAndItsRootVolumeAloneGrows() {
        // Given
        LaunchRequest request = LaunchRequest.read(
                JsonObject.parse(
                        input(1, 0).toString().replace("\"commandId\":", "\"hibernationGib\":4,\"commandId\":")),
                "@SPAWN_WORKLOAD_BASE64@");
        Image image = Image.builder()
                .rootDeviceName("/dev/xvda")
                .blockDeviceMappings(volume("/dev/xvda", 8, false), volume("/dev/xvdb", 100, false))
                .build();

        // When
        RunInstancesRequest run = Ec2Launcher.runRequest(request, BlockDevices.of(Optional.of(image), request.disks()));

        // Then
        assertThat(run.hibernationOptions().configured()).isTrue();
        assertThat(run.blockDeviceMappings())
                .extracting(mapping -> mapping.ebs().volumeSize())
                .containsExactly(12, 100);
        assertThat(run.blockDeviceMappings())
                .allSatisfy(mapping -> assertThat(mapping.ebs().encrypted()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 8",
        "'\"volumeSizeGib\":50,\"volumeType\":\"gp3\",', 50",
        "'\"volumeSizeGib\":50,\"hibernationGib\":4,', 54"
    })
    void onlyTheRootVolumeGetsTheSizeThatWasAskedFor(String more, int root) {
        // Given
        LaunchRequest request = LaunchRequest.read(
                JsonObject.parse(input(1, 0).toString().replace("\"commandId\":", more + "\"commandId\":")),
                "@SPAWN_WORKLOAD_BASE64@");
        Image image = Image.builder()
                .rootDeviceName("/dev/xvda")
                .blockDeviceMappings(volume("/dev/xvda", 8, false), volume("/dev/xvdb", 100, false))
                .build();

        // When
        List<BlockDeviceMapping> volumes = BlockDevices.of(Optional.of(image), request.disks());

        // Then
        assertThat(volumes).extracting(volume -> volume.ebs().volumeSize()).containsExactly(root, 100);
        assertThat(volumes)
                .extracting(volume -> volume.ebs().volumeTypeAsString())
                .containsExactly(more.contains("gp3") ? "gp3" : null, null);
    }

    @Test
    void spotIsAlwaysAOneTimeRequest() {
        // Given
        LaunchRequest request = LaunchRequest.read(
                JsonObject.parse(input(1, 0)
                        .toString()
                        .replace("\"market\":\"on-demand\"", "\"market\":\"spot\",\"zone\":\"us-east-1b\"")
                        .replace("\"commandId\":", "\"spotMaxPrice\":\"0.12\",\"commandId\":")),
                "@SPAWN_WORKLOAD_BASE64@");

        // When
        RunInstancesRequest run = Ec2Launcher.runRequest(request, List.of());

        // Then
        assertThat(run.instanceMarketOptions().marketType()).isEqualTo(MarketType.SPOT);
        assertThat(run.instanceMarketOptions().spotOptions().spotInstanceType()).isEqualTo(SpotInstanceType.ONE_TIME);
        assertThat(run.instanceMarketOptions().spotOptions().maxPrice()).isEqualTo("0.12");
        assertThat(run.placement().availabilityZone()).isEqualTo("us-east-1b");
        assertThat(run.tagSpecifications())
                .extracting(TagSpecification::resourceType)
                .contains(ResourceType.SPOT_INSTANCES_REQUEST);
        assertThat(run.hasBlockDeviceMappings()).isFalse();
    }

    /** SCENARIOS 4: never the same token for another request, and never longer than EC2 takes. */
    @Property(tries = 200)
    void everyAttemptAndCandidateHasItsOwnToken(@ForAll @AlphaChars @StringLength(min = 1, max = 80) String command) {
        Set<String> tokens = new HashSet<>();
        for (int attempt = 1; attempt <= 3; attempt++) {
            for (Market market : Market.values()) {
                for (String zone : List.of("us-east-1a", "us-east-1b")) {
                    tokens.add(token(command, attempt, market, zone));
                }
            }
        }
        assertThat(tokens).hasSize(12).allMatch(token -> token.length() <= 64);
    }

    private static String token(String command, int attempt, Market market, String zone) {
        return new LaunchRequest(
                        command,
                        attempt,
                        "t3.micro",
                        zone,
                        market,
                        null,
                        "ami",
                        Disks.OF_THE_IMAGE,
                        "",
                        java.util.Map.of(),
                        null,
                        "arn",
                        new Network(List.of(), null, null, null),
                        null,
                        LaunchRequest.Count.ONE)
                .clientToken();
    }

    private static BlockDeviceMapping volume(String device, int size, boolean deleted) {
        return BlockDeviceMapping.builder()
                .deviceName(device)
                .ebs(EbsBlockDevice.builder()
                        .volumeSize(size)
                        .deleteOnTermination(deleted)
                        .build())
                .build();
    }

    private static JsonObject input(int attempt, int retry) {
        return JsonObject.parse("""
                {"plan":{"commandId":"c1","ttlSeconds":7200,"imageId":"ami-12345678","tags":{"spawn":"true","Name":"demo"},
                         "bootstrap":{"bucket":"b","key":"k","sha256":"s","publicKey":"p","region":"us-east-1","busName":"spawn","config":""},
                         "instanceProfileArn":"arn:aws:iam::123456789012:instance-profile/spawn","securityGroupIds":["sg-1"]},
                 "userData":"echo hi","candidate":{"instanceType":"t3.micro","market":"on-demand"},
                 "attempt":%d,"retry":%d,"deadline":"2026-11-23T18:42:07.123Z"}""".formatted(attempt, retry));
    }
}
