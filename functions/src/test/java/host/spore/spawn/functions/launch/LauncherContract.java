package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Market;
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
                        launched -> assertThat(launched.instance().tags()).containsAllEntriesOf(request.tags()));
    }

    @Test
    void findsWhatAnEarlierTryOfTheAttemptGot() {
        // Given
        String command = freshCommand();
        LaunchAnswer first = subject().launch(request(command, 1));

        // When
        var before = subject().launchedBefore(command, 1);

        // Then
        assertThat(before)
                .map(view -> view.id())
                .contains(((LaunchAnswer.Launched) first).instance().id());
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
        assertThat(((LaunchAnswer.Launched) second).instance().id())
                .isEqualTo(((LaunchAnswer.Launched) first).instance().id());
    }

    private LaunchRequest request(String command, int attempt) {
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
                Map.of(
                        "spawn", "true",
                        "Name", "contract",
                        "ttl", "2036-11-23T18:42:07Z",
                        "spawn:command", command,
                        "spawn:attempt", Integer.toString(attempt)),
                null,
                instanceProfileArn(),
                new Network(List.of(), null, null, null),
                null);
    }
}
