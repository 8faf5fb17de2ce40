package host.spore.spawn.functions.queue;

import java.time.Instant;

class FakeRunsTest extends RunsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String INPUT = "{\"run\":\"r\",\"job\":\"fit\",\"index\":4}";

    private final FakeRuns fake = new FakeRuns();
    private int count;

    @Override
    Runs subject() {
        return fake;
    }

    @Override
    protected String running() {
        String arn = never();
        fake.put(arn, Runs.Status.RUNNING);
        return arn;
    }

    @Override
    protected String succeeded() {
        String arn = never();
        fake.put(arn, Runs.Status.SUCCEEDED);
        return arn;
    }

    @Override
    protected String failed() {
        String arn = never();
        fake.fail(arn, "Test.Wanted", "as asked");
        return arn;
    }

    @Override
    protected String never() {
        return "arn:aws:states:us-east-1:123456789012:execution:flow:" + count++;
    }

    @Override
    protected void awaitEnd(String arn) {}

    @Override
    protected String worked() {
        String arn = succeeded();
        fake.happened(
                arn,
                new Runs.Scheduled(2, INPUT),
                new Runs.Started(3, 2, AT),
                new Runs.Failed(4, 3, "Job.Exit.3", "{\"exitCode\":3}", AT),
                new Runs.Scheduled(5, INPUT),
                new Runs.Started(6, 5, AT),
                new Runs.Succeeded(7, 6, "{\"exitCode\":0}", AT));
        return arn;
    }
}
