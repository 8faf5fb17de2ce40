package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.JobEnded;
import host.spore.spawn.events.JobEvent;
import host.spore.spawn.events.JobId;
import host.spore.spawn.events.JobStarted;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a worker's word makes of a job, and that it is the same in whatever order the words come. */
class JobNoteTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void aTryThatBeginsRuns() {
        assertThat(JobNote.of(started(2, AT), AT.plusSeconds(1)))
                .isEqualTo(new JobNote(
                        Element.of("fetch"),
                        4,
                        JobStatus.RUNNING,
                        "try 2",
                        2,
                        "i-0000000000000000a",
                        AT,
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded, 0, done, done",
        "failed,    3, waiting, try 2: ended with 3",
        "failed,     , waiting, try 2: as the worker says",
        "timed-out,  , waiting, try 2: took longer than its time-out",
        "lost,       , waiting, try 2: lost its worker (as the worker says)",
        "cancelled,  , waiting, try 2: killed (as the worker says)",
    })
    void aTryThatEndsIsDoneOrWaitsForWhatTheMachineMakesOfIt(
            String how, @Nullable Integer code, String status, String reason) {
        // When
        JobNote note = JobNote.of(ended(2, how, code, AT), AT.plusSeconds(1));

        // Then
        assertThat(note)
                .isEqualTo(new JobNote(
                        Element.of("fetch"),
                        5,
                        JobStatus.parse(status),
                        reason,
                        2,
                        "i-0000000000000000a",
                        AT.minusSeconds(60),
                        Optional.of(new JobNote.End(
                                AT,
                                code == null ? OptionalInt.empty() : OptionalInt.of(code),
                                60,
                                Optional.of("s3://results/")))));
    }

    @Test
    void aWorkersClockThatIsAheadIsNotBelieved() {
        assertThat(JobNote.of(started(1, AT.plusSeconds(3_600)), AT).startedAt())
                .isEqualTo(AT);
        assertThat(JobNote.of(started(1, AT.minusSeconds(3_600)), AT).startedAt())
                .isEqualTo(AT.minusSeconds(3_600));
    }

    /** Every history of three tries, heard in every order, leaves what it leaves in its own. */
    @Test
    void theOrderInWhichTheWordsComeDoesNotMatter() {
        List<String> ways = List.of("succeeded", "failed", "timed-out", "lost");
        int heard = 0;
        for (String one : ways) {
            for (String two : ways) {
                for (String three : ways) {
                    List<JobEvent> history = history(one, two, three);
                    Map<String, String> inOrder = item(history);
                    for (List<JobEvent> order : permutations(history)) {
                        assertThat(item(order)).isEqualTo(inOrder);
                        heard++;
                    }
                }
            }
        }
        assertThat(heard).isEqualTo(64 * 720);
    }

    /** SCENARIOS 3: one to five times each, in any order, with some of them lost. */
    @Test
    void doubledLateAndLostWordsLeaveWhatTheHighestOneSays() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            // Given
            List<JobEvent> history = history("failed", random.nextBoolean() ? "lost" : "timed-out", "succeeded");
            List<JobEvent> heard = new ArrayList<>();
            history.forEach(event -> {
                for (int times = random.nextInt(6); times > 0; times--) {
                    heard.add(event);
                }
            });
            if (heard.isEmpty()) {
                continue;
            }
            java.util.Collections.shuffle(heard, random);
            JobEvent highest =
                    history.stream().filter(heard::contains).reduce((a, b) -> b).orElseThrow();

            // When, Then
            assertThat(item(heard)).isEqualTo(item(List.of(highest)));
        }
    }

    private static Map<String, String> item(List<JobEvent> heard) {
        FakeJobNotes jobs = new FakeJobNotes();
        jobs.put("run-1", "fetch", Map.of("status", "waiting", "reason", "waits for a", "waiting_for", "a"));
        heard.forEach(event -> jobs.note("run-1", JobNote.of(event, AT.plusSeconds(9_000))));
        return jobs.item("run-1", "fetch");
    }

    private static List<JobEvent> history(String one, String two, String three) {
        return List.of(
                started(1, AT),
                ended(1, one, one.equals("failed") ? 3 : null, AT.plusSeconds(60)),
                started(2, AT.plusSeconds(100)),
                ended(2, two, two.equals("failed") ? 4 : null, AT.plusSeconds(160)),
                started(3, AT.plusSeconds(200)),
                ended(3, three, three.equals("failed") ? 5 : null, AT.plusSeconds(260)));
    }

    private static List<List<JobEvent>> permutations(List<JobEvent> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<JobEvent>> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            List<JobEvent> rest = new ArrayList<>(events);
            JobEvent first = rest.remove(i);
            permutations(rest).forEach(tail -> {
                List<JobEvent> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                all.add(order);
            });
        }
        return all;
    }

    private static JobEvent started(int attempt, Instant at) {
        return new JobStarted(
                Envelope.first("started-" + attempt, at),
                worker(attempt),
                new QueueId("train"),
                "run-1",
                new JobId("fetch"),
                null,
                attempt);
    }

    private static JobEvent ended(int attempt, String how, @Nullable Integer code, Instant at) {
        return new JobEnded(
                Envelope.first("ended-" + attempt, at),
                worker(attempt),
                new QueueId("train"),
                "run-1",
                new JobId("fetch"),
                null,
                attempt,
                host.spore.spawn.events.JobStatus.parse(how),
                code,
                60,
                "as the worker says",
                "s3://results/");
    }

    /** Every other try is another worker's. */
    private static InstanceId worker(int attempt) {
        return new InstanceId(attempt % 2 == 0 ? "i-0000000000000000a" : "i-0000000000000000b");
    }
}
