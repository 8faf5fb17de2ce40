package host.spore.spawn.functions.queue;

import host.spore.spawn.queues.file.Dependency;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import host.spore.spawn.queues.file.OnFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Writes runs, jobs and plans as the flow of queues does, for those who read them. */
public final class QueueWriter {
    private static final Instant EXPIRES = Instant.parse("2037-01-01T00:00:00Z");

    private QueueWriter() {}

    public static void begin(
            DynamoDbClient dynamoDb,
            String table,
            String commandType,
            String runId,
            String queueId,
            String owner,
            int jobs,
            Instant at) {
        new DynamoRunRows(dynamoDb, table)
                .begin(
                        new RunRow(
                                runId,
                                queueId,
                                commandType,
                                runId,
                                owner,
                                "hash",
                                jobs,
                                RunStatus.STARTING,
                                Optional.empty(),
                                at,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false),
                        EXPIRES);
    }

    public static void add(
            DynamoDbClient dynamoDb,
            String table,
            String runId,
            String job,
            OptionalInt index,
            String status,
            Optional<String> reason,
            Set<String> waitingFor,
            int elementsDone,
            Optional<Instant> endedAt) {
        new DynamoJobRows(dynamoDb, table)
                .begin(
                        runId,
                        List.of(new JobRow(
                                new Element(job, index),
                                JobStatus.parse(status),
                                reason,
                                waitingFor,
                                IntStream.range(0, elementsDone).boxed().collect(Collectors.toSet()),
                                JobRow.Facts.NONE,
                                endedAt)),
                        EXPIRES);
    }

    /**
     * A job of a plan.
     *
     * @param id of it
     * @param array how many elements it has
     * @param always whatever the others came to
     * @param after the jobs before it
     */
    public record Planned(String id, OptionalInt array, boolean always, List<String> after) {}

    public static void plan(S3Client s3, String bucket, String queueId, String runId, List<Planned> jobs) {
        QueuePlaces places = QueuePlaces.own(bucket, queueId, runId);
        Plan plan = new Plan(
                queueId,
                runId,
                "lab",
                OnFailure.CONTINUE,
                60,
                "hash",
                places,
                jobs.stream()
                        .map(job -> new Plan.PlannedJob(
                                new Elements.Node(
                                        job.id(),
                                        job.array(),
                                        job.always(),
                                        job.after().stream()
                                                .map(before -> new Dependency(before, false))
                                                .toList()),
                                new Plan.Again(1, List.of(), List.of())))
                        .toList(),
                List.of(),
                List.of(),
                Map.of());
        new S3Documents(s3).write(bucket, places.plan(), plan.toJson().toString());
    }
}
