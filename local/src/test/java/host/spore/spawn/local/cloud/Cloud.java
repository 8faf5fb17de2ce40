package host.spore.spawn.local.cloud;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The embedded cloud, brought up once for all tests of this run, on ports and in a folder of its own, and taken down
 * at the end of the JVM. With {@code SPAWN_IT_HOME} set, a cloud that is already up there is used and left alone.
 */
public final class Cloud {
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z0-9_]+)=(.*)");
    private static final Path LOCAL = Path.of("").toAbsolutePath();
    static final Path ROOT = Objects.requireNonNull(LOCAL.getParent());
    private static @Nullable Cloud running;

    private final Path home;
    private final Map<String, String> environment;
    private final Random random = new Random();
    public final EventBridgeClient events;
    public final SfnClient flows;
    public final DynamoDbClient tables;
    public final Ec2Client ec2;
    final LambdaClient functions;
    final CloudFormationClient stacks;
    final CloudWatchLogsClient logs;
    public final Route53Client dns;
    public final SqsClient queues;
    public final SsmClient parameters;
    public final SesClient mail;
    public final SnsClient topics;
    public final PricingClient pricing;
    public final S3Client objects;
    public final Tap tap;

    /** What a command printed, and how it ended. */
    record Ran(int exit, String out, String err) {}

    private Cloud(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
        events = client(EventBridgeClient.builder());
        flows = client(SfnClient.builder());
        tables = client(DynamoDbClient.builder());
        ec2 = client(Ec2Client.builder());
        // Who waits for a function waits as long as it may take, and does not ask for a second one beside it.
        functions = client(LambdaClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(4)))
                .overrideConfiguration(asked -> asked.retryStrategy(retry -> retry.maxAttempts(1))));
        stacks = client(CloudFormationClient.builder());
        logs = client(CloudWatchLogsClient.builder());
        dns = client(Route53Client.builder());
        queues = client(SqsClient.builder());
        parameters = client(SsmClient.builder());
        mail = client(SesClient.builder());
        topics = client(SnsClient.builder());
        pricing = client(PricingClient.builder());
        objects = client(S3Client.builder().forcePathStyle(true));
        tap = new Tap(this, random.nextInt(Integer.MAX_VALUE));
    }

    public static synchronized Cloud get() {
        Cloud cloud = running;
        if (cloud == null) {
            String given = System.getenv("SPAWN_IT_HOME");
            Path home = given == null ? LOCAL.resolve("target/cloud") : Path.of(given);
            if (given == null) {
                // Registered first: what a failing start leaves behind must go too.
                Runtime.getRuntime().addShutdownHook(new Thread(() -> script(home, "down")));
                Ran up = script(home, "up");
                if (up.exit() != 0) {
                    throw new IllegalStateException("local/up failed with " + up.exit() + "\n" + up.out() + up.err());
                }
            }
            cloud = new Cloud(home, environment(home));
            running = cloud;
        }
        return cloud;
    }

    /** The same cloud as another account sees it, in which a workload has been deployed by now. */
    Cloud as(String account) {
        Map<String, String> theirs = new LinkedHashMap<>(environment);
        theirs.put("AWS_ACCESS_KEY_ID", account);
        theirs.put("SPAWN_BUS", setting("SPAWN_BUS").replace(setting("AWS_ACCESS_KEY_ID"), account));
        return new Cloud(home, theirs);
    }

    /** The real command line, in an environment that has nothing but the two settings, the endpoint and credentials. */
    Ran spawn(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(ROOT.resolve("cli/target/dist/bin/spawn").toString()));
        command.addAll(List.of(arguments));
        return run(command, environment);
    }

    /** Publishes by name; fails the test unless the bus took it. Answers the command's id. */
    String accepted(String... arguments) {
        String id = newId();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--id");
        all.add(id);
        Ran ran = spawn(all.toArray(String[]::new));
        if (ran.exit() != 0) {
            throw new AssertionError("spawn " + all + " ended with " + ran.exit() + ": " + ran.err());
        }
        return id;
    }

    /** Publishes a command past the command line, as any rule or tool may. */
    void publish(String type, JsonObject detail) {
        PutEventsResponse answer = events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                .eventBusName("spawn")
                .source("spawn.cli")
                .detailType(type)
                .detail(detail.toString())
                .build()));
        if (answer.failedEntryCount() != 0) {
            throw new AssertionError("the bus refused it: " + answer.entries());
        }
    }

    /** Says what others have said, once more, as a rule may. */
    void sayAgain(Heard heard) {
        events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                .eventBusName(heard.source().startsWith("aws.") ? "default" : "spawn")
                .source(heard.source())
                .detailType(heard.type())
                .detail(heard.detail().toString())
                .build()));
    }

    /** One sweep of the reaper, of at most three minutes, which must come to its end. */
    void sweep() {
        trySweep().ifPresent(trouble -> {
            throw new AssertionError("the sweep failed: " + trouble);
        });
    }

    /** The same on a bad day, on which it may say that it has not done all, or not be done because others still are at it. */
    Optional<String> trySweep() {
        try {
            InvokeResponse answer = functions.invoke(
                    request -> request.functionName("spawn-reaper").payload(SdkBytes.fromUtf8String("{}")));
            return answer.functionError() == null
                    ? Optional.empty()
                    : Optional.of(answer.payload().asUtf8String());
        } catch (TooManyRequestsException busy) {
            return Optional.of(String.valueOf(busy.getMessage()));
        }
    }

    /** The ARN of a deployed flow. */
    public String machine(String name) {
        return setting("SPAWN_BUS").replace(":events:", ":states:").replace("event-bus/spawn", "stateMachine:" + name);
    }

    /** The cdk command as a user has it, of what is built in this project. */
    Ran cdk(String... arguments) {
        return cdk(ROOT.resolve("cdk-app"), arguments);
    }

    /** The same in another folder, by which it finds its {@code cdk.json} and what is built. */
    Ran cdk(Path directory, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--app",
                ROOT.resolve("cdk-app/bin/app").toString(),
                "--output",
                home.resolve("cdk.out").toString()));
        all.addAll(List.of(arguments));
        return cdk(setting("AWS_ACCESS_KEY_ID"), directory, all);
    }

    /** In an account, in a folder, with an app or without one. */
    Ran cdk(String account, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("cdk-app/node_modules/.bin/cdk").toString(), "--no-notices", "--no-version-reporting"));
        command.addAll(arguments);
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("AWS_ACCESS_KEY_ID", account);
        variables.put("AWS_ENDPOINT_URL_S3", setting("AWS_ENDPOINT_URL"));
        variables.put("CDK_DISABLE_VERSION_CHECK", "1");
        return run(command, variables, directory);
    }

    /** A folder of this cloud's. */
    Path folder(String name) {
        return home.resolve(name);
    }

    Ran script(String name, String... arguments) {
        return script(home, name, arguments);
    }

    public String newId() {
        return Ids.uuidV7(Instant.now(), random);
    }

    /** A name that no other test uses. */
    public String newName(String hint) {
        return hint + "-" + Integer.toString(random.nextInt(36 * 36 * 36 * 36), 36);
    }

    public String setting(String variable) {
        return Objects.requireNonNull(environment.get(variable), variable);
    }

    /** An instance as EC2 has it. */
    public Instance describe(String instance) {
        return ec2.describeInstances(request -> request.instanceIds(instance))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    /** A client of another account. */
    <B extends AwsClientBuilder<B, C>, C> C client(B builder, String account) {
        return client(builder, account, setting("AWS_REGION"));
    }

    /** EC2 of another account, or in another region. */
    public Ec2Client ec2(String account, String region) {
        return client(Ec2Client.builder(), account, region);
    }

    /** Waits until an execution has ended, however it did. */
    public void awaitEnd(String executionArn) {
        Await.until(
                executionArn + " has ended",
                Duration.ofSeconds(60),
                () -> flows.describeExecution(request -> request.executionArn(executionArn))
                                .status()
                        != ExecutionStatus.RUNNING);
    }

    /** @param uri {@code s3://bucket/key} */
    String object(String uri) {
        String[] parts = uri.substring("s3://".length()).split("/", 2);
        return objects.getObjectAsBytes(request -> request.bucket(parts[0]).key(parts[1]))
                .asUtf8String();
    }

    String resultsBucket() {
        return "spawn-results-" + setting("AWS_ACCESS_KEY_ID") + "-" + setting("AWS_REGION");
    }

    boolean hasVariable(String function, String variable) {
        return functions
                .getFunctionConfiguration(request -> request.functionName(function))
                .environment()
                .variables()
                .containsKey(variable);
    }

    /** Files of this cloud (logs, what the emulator keeps, the disks of its machines) in which the text stands. */
    List<Path> filesWith(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && !file.toString().endsWith(".jar"))
                    .filter(file -> contains(file, wanted))
                    .toList();
        } catch (IOException | UncheckedIOException moved) {
            throw new IllegalStateException("looking through " + home, moved);
        }
    }

    /** A file that is gone by now holds nothing. */
    private static boolean contains(Path file, byte[] wanted) {
        try {
            return Files.size(file) < 50_000_000
                    && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return false;
        }
    }

    /** A call in the JSON protocol, for a service whose client is not among the dependencies. */
    JsonObject call(String service, String target, JsonObject request) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(setting("AWS_ENDPOINT_URL")).toURL().openConnection();
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/x-amz-json-1.1");
            connection.setRequestProperty("X-Amz-Target", target);
            // LocalStack: reads account, region and service out of this, and looks at no signature.
            connection.setRequestProperty(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=" + setting("AWS_ACCESS_KEY_ID") + "/20261123/" + setting("AWS_REGION")
                            + "/" + service + "/aws4_request, SignedHeaders=host, Signature=none");
            connection.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return JsonObject.parse(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(target, failed);
        }
    }

    /** A variable of a deployed function, as the stack has set it. */
    public String variableOf(String function, String variable) {
        return Objects.requireNonNull(
                functions
                        .getFunctionConfiguration(request -> request.functionName(function))
                        .environment()
                        .variables()
                        .get(variable),
                variable);
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, setting("AWS_ACCESS_KEY_ID"), setting("AWS_REGION"));
    }

    /** @param account which this cloud takes an access key for */
    private <B extends AwsClientBuilder<B, C>, C> C client(B builder, String account, String region) {
        return builder.endpointOverride(URI.create(setting("AWS_ENDPOINT_URL")))
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(account, setting("AWS_SECRET_ACCESS_KEY"))))
                .build();
    }

    private static Map<String, String> environment(Path home) {
        Map<String, String> variables = new LinkedHashMap<>();
        Ran printed = script(home, "env");
        printed.out()
                .lines()
                .map(EXPORT::matcher)
                .filter(Matcher::matches)
                .forEach(
                        export -> variables.put(export.group(1), export.group(2).replaceAll("^['\"]|['\"]$", "")));
        if (variables.isEmpty()) {
            throw new IllegalStateException("local/env printed no variables: " + printed);
        }
        return variables;
    }

    private static Ran script(Path home, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(LOCAL.resolve(name).toString()));
        command.addAll(List.of(arguments));
        return run(command, Map.of("SPAWN_LOCAL_HOME", home.toString(), "SPAWN_SKIP_BUILD", "1"));
    }

    private static Ran run(List<String> command, Map<String, String> environment) {
        return run(command, environment, LOCAL);
    }

    private static Ran run(List<String> command, Map<String, String> environment, Path directory) {
        try {
            Path out = Files.createTempFile("spawn", ".out");
            Path err = Files.createTempFile("spawn", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(15, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within 15 minutes");
            }
            Ran ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ran;
        } catch (IOException failed) {
            throw new UncheckedIOException(command.toString(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
