package host.spore.spawn.functions.deploy;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.FakeSshDoors;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.SshDoor;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.lambda.powertools.cloudformation.Response;

class CustomResourcesTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Map<String, Object> BINARIES = Map.of(
            "SourceBucket", "assets", "SourceKey", "ab.zip", "Bucket", "binaries", "Key", "spored/ab/spored.tar.xz");
    private static final Map<String, Object> GUARD = Map.of("OnDestroyParameter", "/spawn/on-destroy");

    private final FakeBinaryObjects objects = new FakeBinaryObjects();
    private final FakeInstances instances = new FakeInstances();
    private final FakeSshDoors doors = new FakeSshDoors();
    private final FakeLambda lambda = new FakeLambda();
    private final List<Duration> pauses = new ArrayList<>();
    private Optional<String> onDestroy = Optional.empty();
    private final DeployBinariesHandler binaries = new DeployBinariesHandler(objects);
    private final FakeBus bus = new FakeBus();
    private final GuardHandler guard = new GuardHandler(
            instances,
            doors,
            parameter -> onDestroy,
            bus,
            time -> {
                pauses.add(time);
                instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());
            },
            new FakeClock());

    @Test
    void copiesTheArchiveOnCreateAndOnUpdate() {
        // Given
        objects.put("assets", "ab.zip", "the archive");

        // When
        List<Response> answers =
                List.of(binaries.create(event(BINARIES), lambda), binaries.update(event(BINARIES), lambda));

        // Then
        assertThat(answers).extracting(Response::getStatus).containsOnly(Response.Status.SUCCESS);
        assertThat(objects.buckets.get("binaries"))
                .containsExactly(Map.entry("spored/ab/spored.tar.xz", "the archive"));
    }

    @Test
    void keepsItsPhysicalIdSoThatAnUpdateDeletesNothing() {
        // Given
        objects.put("assets", "ab.zip", "the archive");
        CloudFormationCustomResourceEvent update = event(BINARIES);
        update.setPhysicalResourceId(binaries.create(event(BINARIES), lambda).getPhysicalResourceId());

        // When
        Response answer = binaries.update(update, lambda);

        // Then
        assertThat(answer.getPhysicalResourceId()).isEqualTo("spawn-Logical");
    }

    @Test
    void deletionEmptiesTheFolderSoThatTheBucketCanGo() {
        // Given
        objects.put("binaries", "spored/ab/spored.tar.xz", "an archive");
        objects.put("binaries", "spored/cd/spored.tar.xz", "an older one");
        objects.put("binaries", "not-ours", "kept");

        // When
        binaries.delete(event(BINARIES), lambda);

        // Then
        assertThat(objects.buckets.get("binaries")).containsOnlyKeys("not-ours");
    }

    @Test
    void aFailureIsAnswerdWithItsReason() {
        // When
        Response answer = binaries.create(event(Map.of("Bucket", "binaries")), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.FAILED);
        assertThat(answer.getReason()).isEqualTo("the custom resource has no property Key");
    }

    @Test
    void theStackMayGoWhenNothingLives() {
        // Given
        instances.put(aRunning(ID).in(InstanceState.TERMINATED).build());

        // When, Then
        assertThat(guard.delete(event(GUARD), lambda).getStatus()).isEqualTo(Response.Status.SUCCESS);
    }

    @Test
    void theStackMayNotGoWhileInstancesLive() {
        // Given
        instances.put(aRunning(ID).named("demo").build());

        // When
        Response answer = guard.delete(event(GUARD), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.FAILED);
        assertThat(answer.getReason())
                .isEqualTo("1 instance is alive: demo (i-0123456789abcdef0). Without this stack only their own agents"
                        + " would end them. Terminate them first (spawn terminate NAME), or allow it:"
                        + " aws ssm put-parameter --overwrite --type String --name /spawn/on-destroy"
                        + " --value end-instances");
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void endsThemAndWaitsWhereTheUserHasSaidSo() {
        // Given
        instances.put(aRunning(ID).build());
        onDestroy = Optional.of("end-instances");

        // When
        Response answer = guard.delete(event(GUARD), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.SUCCESS);
        assertThat(instances.terminated).containsExactly(ID);
    }

    /** Its reaper would have said so; a record whose end was lost would stay for ever. */
    @Test
    void whoeverKeepsTheNamesIsToldThatNothingRuns() {
        // Given
        instances.put(aRunning(ID).build());
        onDestroy = Optional.of("end-instances");

        // When
        guard.delete(event(GUARD), lambda);

        // Then: and the rule that carries it there lives some seconds longer
        NamesListed told = NamesListed.read(bus.published.getFirst().detail());
        assertThat(bus.published).hasSize(1);
        assertThat(told.names()).isEmpty();
        assertThat(told.covers(new DnsName("demo.1kpqzg2c.spore.host"))).isTrue();
        assertThat(pauses).hasSize(1);
    }

    @Test
    void whileAnInstanceLivesNobodyIsToldSo() {
        // Given
        instances.put(aRunning(ID).build());

        // When
        guard.delete(event(GUARD), lambda);

        // Then
        assertThat(bus.published).isEmpty();
    }

    @Test
    void theGroupsThatLaunchesHaveMadeGoWithTheStack() {
        // Given: made a moment ago; without a stack there is no launch that could want it
        String group = doors.made(new SshDoor("vpc-1", "203.0.113.7/32"), Instant.MAX);

        // When
        Response answer = guard.delete(event(GUARD), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.SUCCESS);
        assertThat(doors.removed).containsExactly(group);
    }

    @Test
    void aGroupThatSomethingStillHasHoldsUpTheDeletionByItsName() {
        // Given
        String group = doors.made(new SshDoor("vpc-1", "203.0.113.7/32"), Instant.EPOCH);
        doors.use(group);

        // When
        Response answer = guard.delete(event(GUARD), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.FAILED);
        assertThat(answer.getReason()).contains("these are left: " + group);
    }

    @Test
    void whileTheStackStaysSoDoTheGroups() {
        // Given
        doors.made(new SshDoor("vpc-1", "203.0.113.7/32"), Instant.EPOCH);
        instances.put(aRunning(ID).build());

        // When
        guard.delete(event(GUARD), lambda);

        // Then
        assertThat(doors.removed).isEmpty();
    }

    @Test
    void anotherValueOfTheParameterAllowsNothing() {
        // Given
        instances.put(aRunning(ID).build());
        onDestroy = Optional.of("yes");

        // When, Then
        assertThat(guard.delete(event(GUARD), lambda).getStatus()).isEqualTo(Response.Status.FAILED);
    }

    @Test
    void deployingIsNeverHeldUp() {
        // Given
        instances.put(aRunning(ID).build());

        // When, Then
        assertThat(guard.create(event(GUARD), lambda).getStatus()).isEqualTo(Response.Status.SUCCESS);
        assertThat(guard.update(event(GUARD), lambda).getStatus()).isEqualTo(Response.Status.SUCCESS);
    }

    private static CloudFormationCustomResourceEvent event(Map<String, Object> properties) {
        CloudFormationCustomResourceEvent event = new CloudFormationCustomResourceEvent();
        event.setLogicalResourceId("Logical");
        event.setResourceProperties(properties);
        return event;
    }
}
