package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TriesTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Element FIT = Element.of("fit");
    private static final String INPUT = "{\"run\":\"r\",\"job\":\"fit\",\"attempt\":0}";

    private static Tries of(Runs.Event... events) {
        Map<Element, Tries> tries = Tries.of(List.of(List.of(events)));
        assertThat(tries).containsOnlyKeys(FIT);
        return tries.getOrDefault(FIT, new Tries(0, 0, new Tries.Open(false), JobRow.Facts.NONE));
    }

    @Test
    void oneThatNobodyTook() {
        Tries tries = of(new Runs.Scheduled(2, INPUT));
        assertThat(tries.state()).isEqualTo(new Tries.Open(false));
        assertThat(tries.facts()).isEqualTo(JobRow.Facts.NONE);
    }

    @Test
    void oneThatAWorkerHas() {
        Tries tries = of(new Runs.Scheduled(2, INPUT), new Runs.Started(3, 2, AT));
        assertThat(tries.state()).isEqualTo(new Tries.Open(true));
        assertThat(tries.facts().attempt()).hasValue(1);
        assertThat(tries.facts().startedAt()).contains(AT);
    }

    @Test
    void whatAWorkerAnsweredIsKept() {
        Tries tries = of(
                new Runs.Scheduled(2, INPUT),
                new Runs.Started(3, 2, AT),
                new Runs.Succeeded(
                        9,
                        3,
                        "{\"results\":\"s3://b/jobs/fit/\",\"exitCode\":0,\"seconds\":12,\"worker\":\"i-1\"}",
                        AT.plusSeconds(12)));
        assertThat(tries.state()).isEqualTo(new Tries.Succeeded(AT.plusSeconds(12)));
        assertThat(tries.facts().exitCode()).hasValue(0);
        assertThat(tries.facts().seconds()).contains(12L);
        assertThat(tries.facts().worker()).contains("i-1");
        assertThat(tries.facts().results()).contains("s3://b/jobs/fit/");
        assertThat(tries.facts().attempt()).hasValue(1);
    }

    /** Nobody reads "heartbeat missed" as JSON. */
    @Test
    void aLostWorkerUsesUpNoTry() {
        Tries tries = of(
                new Runs.Scheduled(2, INPUT),
                new Runs.Started(3, 2, AT),
                new Runs.Failed(4, 3, "States.HeartbeatTimeout", "no beat for 60 s", AT),
                new Runs.Scheduled(5, INPUT),
                new Runs.Failed(6, 5, "Worker.Lost", "", AT),
                new Runs.Scheduled(7, INPUT),
                new Runs.Started(8, 7, AT),
                new Runs.Failed(9, 8, "Job.Exit.3", "{\"exitCode\":3,\"reason\":\"ended with 3\"}", AT));
        assertThat(tries.number()).isEqualTo(3);
        assertThat(tries.used()).isEqualTo(1);
        assertThat(tries.state()).isEqualTo(new Tries.Failed("Job.Exit.3", AT));
        assertThat(tries.facts().exitCode()).hasValue(3);
    }

    /** Entries of parallel branches lie between one another. */
    @Test
    void triesOfDifferentElementsAreToldApart() {
        Map<Element, Tries> tries = Tries.of(List.of(
                List.of(
                        new Runs.Scheduled(2, "{\"job\":\"fit\",\"index\":0}"),
                        new Runs.Scheduled(3, "{\"job\":\"fit\",\"index\":1}"),
                        new Runs.Started(4, 3, AT),
                        new Runs.Started(5, 2, AT),
                        new Runs.Succeeded(6, 4, "{}", AT),
                        new Runs.Failed(7, 5, "Job.TimedOut", "{}", AT)),
                // Of another execution, whose entries have the same numbers.
                List.of(new Runs.Scheduled(2, "{\"job\":\"score\"}"), new Runs.Started(3, 2, AT))));
        assertThat(tries.get(Element.of("fit", 0)))
                .extracting(Tries::state)
                .isEqualTo(new Tries.Failed("Job.TimedOut", AT));
        assertThat(tries.get(Element.of("fit", 1))).extracting(Tries::state).isEqualTo(new Tries.Succeeded(AT));
        assertThat(tries.get(Element.of("score"))).extracting(Tries::state).isEqualTo(new Tries.Open(true));
    }
}
