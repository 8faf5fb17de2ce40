package host.spore.spawn.cdk;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * The stacks, synthesised from stand-ins for the other modules' artefacts: the tests must pass before anything is
 * packaged. Starting CDK's Node process takes seconds, so the usual variants are made once for all test classes.
 */
final class Synthesis {
    private static final Map<Map<String, Object>, Map<String, Template>> MADE = new HashMap<>();

    static final Map<String, Object> WITH_DNS = Map.of("domain", "spore.host");
    static final Map<String, Object> INFRASTRUCTURE_FOR_OTHERS = Map.of(
            "domain",
            "spore.host",
            "privateDomain",
            "spore.internal",
            "privateZoneVpcId",
            "vpc-0a1b2c3d",
            "workloadAccounts",
            "222222222222",
            "workloadVpcs",
            "222222222222:us-east-1:vpc-0d4e5f6a",
            "externalId",
            "a-secret-word");
    static final Map<String, Object> WORKLOAD_OF_ANOTHER = Map.ofEntries(
            Map.entry("domain", "spore.host"),
            Map.entry("privateDomain", "spore.internal"),
            Map.entry("infrastructureBusArn", "arn:aws:events:us-east-1:111111111111:event-bus/spawn-infrastructure"),
            Map.entry("binariesBucket", "spawn-binaries-111111111111-us-east-1"),
            Map.entry("externalId", "a-secret-word"),
            Map.entry("privateZoneId", "Z0123456789ABC"),
            Map.entry("vpcId", "vpc-0d4e5f6a"),
            Map.entry("subnetId", "subnet-0d4e5f6a"));

    static final Map<String, Object> WITH_PROFILES = Map.of("domain", "spore.host", "profiles", """
            {"genomics": {"policies": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
                          "secrets": ["arn:aws:ssm:us-east-1:123456789012:parameter/lab/token",
                                      "arn:aws:secretsmanager:us-east-1:123456789012:secret:lab/db-AbCdEf"]},
             "vault": {"sessionManager": false}}""");

    private Synthesis() {}

    /** Templates by stack name. */
    static synchronized Map<String, Template> of(Map<String, Object> context) {
        return MADE.computeIfAbsent(context, given -> templates(app(given, _ -> {})));
    }

    /** Of other artefacts than the stand-ins. */
    static Map<String, Template> of(Artefacts artefacts) {
        return templates(app(WITH_DNS, artefacts, _ -> {}));
    }

    private static Map<String, Template> templates(App app) {
        var templates = new LinkedHashMap<String, Template>();
        app.synth()
                .getStacks()
                .forEach(stack ->
                        templates.put(stack.getStackName(), Template.read(Path.of(stack.getTemplateFullPath()))));
        return templates;
    }

    static Template infrastructure() {
        return infrastructure(WITH_DNS);
    }

    static Template infrastructure(Map<String, Object> context) {
        return Objects.requireNonNull(of(context).get(SpawnStacks.INFRASTRUCTURE));
    }

    static Template workload() {
        return workload(WITH_DNS);
    }

    static Template workload(Map<String, Object> context) {
        return Objects.requireNonNull(of(context).get(SpawnStacks.WORKLOAD));
    }

    /** @param before called when the stacks are there and nothing is synthesised yet */
    static App app(Map<String, Object> given, Consumer<App> before) {
        return app(given, standIns(), before);
    }

    static App app(Map<String, Object> given, Artefacts artefacts, Consumer<App> before) {
        // The context of cdk.json counts for the tests as for the command.
        var context = new HashMap<String, Object>(contextOfTheCommand());
        // Names the constructs in the template, so that the allow-list can name roles as a reader of the code does.
        context.put("aws:cdk:enable-path-metadata", true);
        var app = new App(AppProps.builder()
                .analyticsReporting(false)
                .context(context)
                .outdir(temporaryFolder("cdk.out").toString())
                .build());
        SpawnStacks.in(app, Settings.from(given::get), artefacts);
        before.accept(app);
        return app;
    }

    static Artefacts standIns() {
        try {
            var functions = Files.createDirectories(temporaryFolder("functions").resolve("lib"));
            Files.writeString(functions.resolve("functions.jar"), "not a jar");
            return new Artefacts(
                    Objects.requireNonNull(functions.getParent()),
                    archive("x86_64", "0123456789abcdef"),
                    Optional.of(archive("arm64", "fedcba9876543210")),
                    "MFkw");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Artefacts.Archive archive(String architecture, String hexadecimal) throws IOException {
        var file = temporaryFolder("spored").resolve("spored-linux-" + architecture + ".tar.xz");
        Files.writeString(file, "no archive for " + architecture);
        return new Artefacts.Archive(
                file,
                hexadecimal.repeat(4),
                Files.writeString(file.resolveSibling(file.getFileName() + ".sig"), "no signature, " + architecture));
    }

    private static Map<String, Object> contextOfTheCommand() {
        try {
            var context = new LinkedHashMap<String, Object>();
            JsonObject.parse(Files.readString(Path.of("cdk.json")))
                    .object("context")
                    .members()
                    .forEach((name, value) -> context.put(name, Template.plain(value)));
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder(String name) {
        try {
            return Files.createDirectories(
                    Files.createTempDirectory(Files.createDirectories(Path.of("target", "synthesis")), name)
                            .toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
