package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.InstanceView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link Launcher} keeps, the fake as well as EC2. */
abstract class LauncherContract {
    protected abstract Launcher subject();

    /** A command that no other test uses. */
    protected abstract String freshCommand();

    /** An image that can be launched. */
    protected abstract String imageId();

    protected abstract String instanceProfileArn();

    @Test
    void launchesWithEveryTagInTheCall() {
        // Given
        LaunchRequest request = request(freshCommand(), 1);

        // When
        LaunchAnswer answer = subject().launch(request);

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        LaunchAnswer.Launched.class,
                        launched -> assertThat(launched.instances().getFirst().tags())
                                .containsAllEntriesOf(request.tags()));
    }

    @Test
    void findsWhatAnEarlierTryOfTheAttemptGot() {
        // Given
        String command = freshCommand();
        LaunchAnswer first = subject().launch(request(command, 1));

        // When
        var before = subject().launchedBefore(command, 1);

        // Then
        assertThat(before).map(view -> view.id()).containsExactlyElementsOf(ids(first));
        assertThat(subject().launchedBefore(command, 2)).isEmpty();
    }

    @Test
    void theSameTokenIsTheSameInstance() {
        // Given
        LaunchRequest request = request(freshCommand(), 1);
        LaunchAnswer first = subject().launch(request);

        // When
        LaunchAnswer second = subject().launch(request);

        // Then
        assertThat(ids(second)).isEqualTo(ids(first));
    }

    @Test
    void anArrayIsOneCallAndItsMembersAreToldApartByTheirLaunchIndex() {
        // Given
        String command = freshCommand();
        LaunchRequest request = array(command, new LaunchRequest.Count(2, 3));

        // When
        LaunchAnswer answer = subject().launch(request);
        LaunchAnswer again = subject().launch(request);

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        LaunchAnswer.Launched.class,
                        launched -> assertThat(launched.instances())
                                .extracting(
                                        view -> view.arrayIndex().orElse(-1),
                                        view -> view.tag("Name").orElse(""))
                                .containsExactlyInAnyOrder(
                                        tuple(0, "contract-0"), tuple(1, "contract-1"), tuple(2, "contract-2")));
        assertThat(ids(again)).isEqualTo(ids(answer));
        assertThat(subject().launchedBefore(command, 1))
                .map(InstanceView::id)
                .containsExactlyInAnyOrderElementsOf(ids(answer));
    }

    private static List<InstanceId> ids(LaunchAnswer answer) {
        return ((LaunchAnswer.Launched) answer)
                .instances().stream().map(InstanceView::id).toList();
    }

    private LaunchRequest array(String command, LaunchRequest.Count count) {
        Map<String, String> tags = new LinkedHashMap<>(tags(command, 1));
        tags.putAll(ArrayTags.of(new ArrayId("contract-20261127-3f2a1b"), new Name("contract"), count.most()));
        return request(command, 1, tags, count);
    }

    private LaunchRequest request(String command, int attempt) {
        return request(command, attempt, tags(command, attempt), LaunchRequest.Count.ONE);
    }

    private static Map<String, String> tags(String command, int attempt) {
        return Map.of(
                "spawn", "true",
                "Name", "contract",
                "ttl", "2036-11-23T18:42:07Z",
                "spawn:command", command,
                "spawn:attempt", Integer.toString(attempt));
    }

    private LaunchRequest request(String command, int attempt, Map<String, String> tags, LaunchRequest.Count count) {
        return new LaunchRequest(
                command,
                attempt,
                "t3.micro",
                null,
                Market.ON_DEMAND,
                null,
                imageId(),
                Disks.OF_THE_IMAGE,
                "IyEvYmluL2Jhc2gK",
                tags,
                null,
                instanceProfileArn(),
                new Network(List.of(), null, null, null),
                null,
                count);
    }
}
