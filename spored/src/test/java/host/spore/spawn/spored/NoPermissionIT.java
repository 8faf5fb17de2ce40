package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An instance that may not publish, and one that may again. */
@Execution(ExecutionMode.CONCURRENT)
class NoPermissionIT extends OnAMachine {
    private static final String ME = "spawn.agent/arn:aws:ec2:eu-west-1:123456789012:instance/" + FakeCloud.INSTANCE;
    private static final int BOUND = 200;
    private static final int EARLIER = 250;

    @Test
    void keepsABoundedNumberOfReportsAndTheDeadline() throws IOException {
        // Given: all that earlier lives could not say, and a file that a bad disk has left
        for (int i = 1; i <= EARLIER; i++) {
            spool(i, report(i).toJson().toString());
        }
        spool(EARLIER + 1, "{\"id\": ");
        cloud.busIs(FakeCloud.Mood.REFUSES);
        deadlineIn(3600);

        // When
        machine.start();
        machine.await("a refusal", () -> machine.journal().contains("not authorized to perform"));
        Instant deadline = deadlineIn(8);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        machine.await("the bound", () -> spooled() == BOUND);
        assertThat(cloud.said()).isEmpty();
        assertThat(machine.journal()).contains("spool: full, dropped").contains("is no report and is deleted");
    }

    @Test
    void saysItAllInOrderOnceItMayAgain() throws IOException {
        // Given
        for (int i = 1; i <= 25; i++) {
            spool(i, report(i).toJson().toString());
        }
        cloud.busIs(FakeCloud.Mood.REFUSES);
        deadlineIn(3600);
        machine.start();
        machine.await("a refusal", () -> machine.journal().contains("not authorized to perform"));

        // When
        cloud.busIs(FakeCloud.Mood.WELL);
        machine.await(
                "all of it",
                () -> !cloud.said("AgentStarted").isEmpty()
                        && !cloud.said("AgentProblem").isEmpty());

        // Then
        assertThat(cloud.said("InstanceIdle").stream().map(FakeCloud.Said::id))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 25)
                        .mapToObj(NoPermissionIT::id)
                        .toList());
        machine.await("an empty spool", () -> spooled() == 0);
    }

    private static String id(int ordinal) {
        return "earlier-" + ordinal;
    }

    private static Report report(int ordinal) {
        return new Report(
                id(ordinal),
                ME,
                "InstanceIdle",
                "2026-11-23T12:00:00Z",
                JsonObject.builder().put("id", id(ordinal)).build());
    }

    private void spool(int ordinal, String text) throws IOException {
        Path spool = Files.createDirectories(folder.resolve("var/lib/spored/spool"));
        Files.writeString(spool.resolve("%012d.json".formatted(ordinal)), text);
    }
}
