package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link WorkerRows} keeps, the fake as well as DynamoDB. */
abstract class WorkerRowsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2027-02-23T12:00:00Z");
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Post POST = new Post(1, 0);

    abstract WorkerRows subject();

    /** Of a run that no other test uses. */
    abstract String freshRun();

    @Test
    void aWorkerIsMadeOnceAndFoundByItsName() {
        // Given
        String run = freshRun();
        Worker worker = Worker.begun(run, POST, true);

        // When
        Worker first = subject().begin(run, worker, EXPIRES);
        subject().note(run, POST, new WorkerNews.Asked());
        Worker second = subject().begin(run, Worker.begun(run, POST, false), EXPIRES);

        // Then: the second one finds the first one's, with all that is known of it
        assertThat(first).isEqualTo(worker);
        assertThat(second.onDemand()).isTrue();
        assertThat(second.asked()).isTrue();
        assertThat(subject().find(POST.name(run))).contains(new WorkerRows.Place(run, POST));
        assertThat(subject().find(POST.next().name(run))).isEmpty();
    }

    @Test
    void aRunHasItsOwnWorkersOnly() {
        // Given
        String run = freshRun();
        String other = freshRun();
        List<Post> posts = List.of(new Post(1, 0), new Post(1, 1), new Post(2, 0), new Post(10, 0));
        posts.reversed().forEach(post -> subject().begin(run, Worker.begun(run, post, false), EXPIRES));
        subject().begin(other, Worker.begun(other, POST, false), EXPIRES);

        // When, Then: by their numbers, not as text
        assertThat(subject().all(run)).extracting(Worker::post).containsExactlyElementsOf(posts);
        assertThat(subject().all(freshRun())).isEmpty();
    }

    @Test
    void aLaunchThatIsReadyTellsItsInstance() {
        // Given
        String run = begun();
        subject().note(run, POST, new WorkerNews.Delayed(1, "no capacity"));

        // When
        subject().note(run, POST, new WorkerNews.Ready(ID));

        // Then
        Worker live = only(run);
        assertThat(live.status()).isEqualTo(WorkerStatus.LIVE);
        assertThat(live.instanceId()).contains(ID);
        assertThat(live.reason()).isEmpty();
    }

    @Test
    void anEarlierRoundSaysNothingAfterALaterOne() {
        // Given
        String run = begun();

        // When
        subject().note(run, POST, new WorkerNews.Delayed(2, "second"));
        subject().note(run, POST, new WorkerNews.Delayed(1, "first"));
        subject().note(run, POST, new WorkerNews.Delayed(2, "second again"));

        // Then
        assertThat(only(run).reason()).contains("second");
    }

    @Test
    void whatIsLateRevivesNobody() {
        // Given
        String run = begun();
        subject().note(run, POST, new WorkerNews.Ended(WorkerEnd.ENDED, "gone", AT));

        // When
        subject().note(run, POST, new WorkerNews.Ready(ID));
        subject().note(run, POST, new WorkerNews.Delayed(9, "no capacity"));

        // Then
        Worker ended = only(run);
        assertThat(ended.status()).isEqualTo(WorkerStatus.ENDED);
        assertThat(ended.end()).contains(WorkerEnd.ENDED);
        assertThat(ended.reason()).contains("gone");
        assertThat(ended.endedAt()).contains(AT);
    }

    @Test
    void ofTwoWordsOnOneEndTheOneThatSaysMoreStays() {
        // Given
        List<WorkerNews.Ended> words = List.of(
                new WorkerNews.Ended(WorkerEnd.ENDED, "ended", AT),
                new WorkerNews.Ended(WorkerEnd.FAILED, "failed", AT.plusSeconds(1)),
                new WorkerNews.Ended(WorkerEnd.INTERRUPTED, "interrupted", AT.plusSeconds(2)));
        for (WorkerNews.Ended one : words) {
            for (WorkerNews.Ended other : words) {
                String run = begun();

                // When
                subject().note(run, POST, one);
                subject().note(run, POST, other);

                // Then
                WorkerNews.Ended best = one.how().rank() >= other.how().rank() ? one : other;
                Worker ended = only(run);
                assertThat(ended.end()).contains(best.how());
                assertThat(ended.reason()).contains(best.reason());
                assertThat(ended.endedAt()).contains(best.at());
            }
        }
    }

    @Test
    void ofTwoWordsThatSayAsMuchTheFirstStays() {
        // Given
        String run = begun();

        // When
        subject().note(run, POST, new WorkerNews.Ended(WorkerEnd.FAILED, "first", AT));
        subject().note(run, POST, new WorkerNews.Ended(WorkerEnd.FAILED, "second", AT.plusSeconds(1)));

        // Then
        assertThat(only(run).reason()).contains("first");
        assertThat(only(run).endedAt()).contains(AT);
    }

    @Test
    void nothingIsNotedOfNobody() {
        // Given
        String run = freshRun();

        // When
        List.of(
                        new WorkerNews.Asked(),
                        new WorkerNews.Delayed(1, "no capacity"),
                        new WorkerNews.Ready(ID),
                        new WorkerNews.Ended(WorkerEnd.ENDED, "gone", AT))
                .forEach(news -> subject().note(run, POST, news));

        // Then
        assertThat(subject().all(run)).isEmpty();
    }

    private String begun() {
        String run = freshRun();
        subject().begin(run, Worker.begun(run, POST, false), EXPIRES);
        assertThat(only(run).instanceId()).isEqualTo(Optional.empty());
        return run;
    }

    private Worker only(String run) {
        assertThat(subject().all(run)).hasSize(1);
        return subject().all(run).getFirst();
    }
}
