package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.queues.file.Element;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Runs} keeps, the fake as well as Step Functions. */
public abstract class RunsContract {
    abstract Runs subject();

    /** The ARN of an execution that goes on. */
    protected abstract String running();

    protected abstract String succeeded();

    /** One that failed with {@code Test.Wanted}, {@code as asked}. */
    protected abstract String failed();

    protected boolean keepsWhyItWasStopped() {
        return true;
    }

    /** Waits until it has ended: to stop it takes a moment. */
    protected abstract void awaitEnd(String arn);

    /** One that never was. */
    protected abstract String never();

    /**
     * One whose activity was first failed by its worker, with {@code Job.Exit.3} and the cause {@code {"exitCode":3}}, and
     * then answered with {@code {"exitCode":0}}; the input of each is {@code {"run":"r","job":"fit","index":4}}.
     */
    protected abstract String worked();

    @Test
    void anExecutionTellsHowItStands() {
        assertThat(subject().describe(running()).map(Runs.Execution::status)).contains(Runs.Status.RUNNING);
        assertThat(subject().describe(succeeded()).map(Runs.Execution::status)).contains(Runs.Status.SUCCEEDED);
        assertThat(subject().describe(failed()))
                .contains(new Runs.Execution(Runs.Status.FAILED, Optional.of("Test.Wanted"), Optional.of("as asked")));
        assertThat(subject().describe(never())).isEmpty();
    }

    @Test
    void whatIsStoppedSaysWhy() {
        // Given
        String running = running();

        // When
        subject().stop(running, "Queue.Cancelled", "as asked");
        awaitEnd(running);
        subject().stop(running, "Queue.Other", "twice");

        // Then
        Runs.Execution stopped = subject().describe(running).orElseThrow();
        assertThat(stopped.status()).isEqualTo(Runs.Status.ABORTED);
        if (keepsWhyItWasStopped()) {
            assertThat(stopped.error()).contains("Queue.Cancelled");
            assertThat(stopped.cause()).contains("as asked");
        }
    }

    @Test
    void whatIsOverOrNeverWasIsNotStopped() {
        // Given
        String succeeded = succeeded();

        // When
        subject().stop(succeeded, "Queue.Cancelled", "too late");
        subject().stop(never(), "Queue.Cancelled", "too early");

        // Then
        assertThat(subject().describe(succeeded).map(Runs.Execution::status)).contains(Runs.Status.SUCCEEDED);
    }

    @Test
    void theHistoryTellsOfEveryTry() {
        // When
        List<Runs.Event> events = subject().history(worked());

        // Then
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Scheduled", "Started", "Failed", "Scheduled", "Started", "Succeeded");
        assertThat(Tries.of(List.of(events))).hasEntrySatisfying(Element.of("fit", 4), tries -> {
            assertThat(tries.number()).isEqualTo(2);
            assertThat(tries.used()).isEqualTo(2);
            assertThat(tries.state()).isInstanceOf(Tries.Succeeded.class);
            assertThat(tries.facts().exitCode()).hasValue(0);
        });
        assertThat(events.get(2)).isInstanceOfSatisfying(Runs.Failed.class, failed -> {
            assertThat(failed.error()).isEqualTo("Job.Exit.3");
            assertThat(failed.cause()).isEqualTo("{\"exitCode\":3}");
        });
    }

    @Test
    void whatNeverWasHasNoHistory() {
        assertThat(subject().history(never())).isEmpty();
    }
}
