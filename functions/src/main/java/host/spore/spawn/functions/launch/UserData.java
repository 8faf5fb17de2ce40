package host.spore.spawn.functions.launch;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.QueueWorker;
import host.spore.spawn.events.SweepRowId;
import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Renders the bootstrap that an instance runs at its first boot. */
final class UserData {
    /**
     * Before base64.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html">limit of user data</a>
     */
    static final int LIMIT_BYTES = 16_384;

    private static final Pattern PLACEHOLDER = Pattern.compile("@(SPAWN_[A-Z0-9_]+)@");

    /** What may stand between quotes in a shell script as it is; everything else of a user's goes in as base64. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9+=.,_:/-]*");

    private UserData() {}

    /**
     * The agent's archive.
     *
     * @param bucket see {@link String}
     * @param key see {@link String}
     * @param sha256 of the archive, in hexadecimal
     * @param publicKey by which its signature is verified: SubjectPublicKeyInfo (RFC 5280) of P-256, base64
     */
    record Agent(String bucket, String key, String sha256, String publicKey) {}

    /**
     * What the bootstrap is filled with beside the user's script. It travels in the plan: the values are those of the
     * first attempt, whatever is deployed in between.
     *
     * @param agent where it is fetched from
     * @param region see {@link String}
     * @param busName on which the agent publishes
     * @param config of the agent
     */
    record Values(Agent agent, String region, String busName, String config) {
        static Values read(JsonObject from) {
            return new Values(
                    new Agent(
                            from.string("bucket"), from.string("key"), from.string("sha256"), from.string("publicKey")),
                    from.string("region"),
                    from.string("busName"),
                    from.string("config"));
        }

        /** @param platform that has an agent of its own: {@code {sporedKey, sporedSha256}} */
        Values on(Optional<JsonObject> platform) {
            return platform.map(own -> new Values(
                            new Agent(
                                    agent.bucket(),
                                    own.string("sporedKey"),
                                    own.string("sporedSha256"),
                                    agent.publicKey()),
                            region,
                            busName,
                            config))
                    .orElse(this);
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("bucket", agent.bucket())
                    .put("key", agent.key())
                    .put("sha256", agent.sha256())
                    .put("publicKey", agent.publicKey())
                    .put("region", region)
                    .put("busName", busName)
                    .put("config", config)
                    .build();
        }
    }

    /** The script, or why there is none. */
    sealed interface Rendered {
        /** @param base64 as RunInstances takes it */
        record Fits(String base64) implements Rendered {}

        /** @param reason for people */
        record TooLarge(String reason) implements Rendered {}
    }

    /** The bootstrap of this version, from the class path. */
    static String bootstrap() {
        try (InputStream script = UserData.class.getResourceAsStream("bootstrap.sh")) {
            if (script == null) {
                throw new IllegalStateException("bootstrap.sh is not among the resources of this build");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Where an instance may store what it has made.
     *
     * @param bucket of all results
     * @param instanceArns what the ARN of each instance begins with, to which the agent adds {@code {instance id}/}: the
     *     instance's role may write below its own ARN only, and the plan is made before there is one
     */
    record Results(String bucket, String instanceArns) {
        /** Of the keys: those of a sweep's rows lie together, whoever fetches them fetches one folder. */
        String prefix(String commandId) {
            return SweepRowId.ifValid(commandId)
                            .map(row -> "sweeps/" + row.sweepId() + "/rows/" + row.index() + "/")
                            .orElse("instances/")
                    + instanceArns;
        }
    }

    /**
     * The agent's configuration: flat {@code key: value}, which it reads without a YAML library. What a user wrote freely
     * goes in as base64; everything else has a grammar without blanks, quotes and line ends. A missing key is the agent's
     * own default, except that of {@code idle_timeout}: idle is not watched then.
     */
    static String config(
            String busName, String region, LaunchInstance command, Optional<DnsName> dnsName, Results results) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("bus", busName);
        keys.put("region", region);
        keys.put("correlation_id", command.envelope().correlationId());
        // All members of an array have one configuration; what each is called stands in its tags.
        if (command.arrayOrder().isEmpty()) {
            keys.put("name", command.name().value());
            dnsName.ifPresent(full -> keys.put("dns_name", full.value()));
        }
        command.life().watchedIdleTimeout().ifPresent(timeout -> keys.put("idle_timeout", timeout.toString()));
        command.idleAction().ifPresent(action -> keys.put("on_idle", action.wire()));
        keys.put("on_complete", command.completionAction().wire());
        if (command.life().completionFile() != null) {
            keys.put("completion_file", command.life().completionFile());
        }
        if (command.life().completionDelay() != null) {
            keys.put("completion_delay", command.life().completionDelay().toString());
        }
        if (command.life().preStop() != null) {
            keys.put("pre_stop_base64", base64(command.life().preStop().getBytes(StandardCharsets.UTF_8)));
        }
        command.life().preStopCut().ifPresent(timeout -> keys.put("pre_stop_timeout", timeout.toString()));
        if (!command.life().warnMinutes().isEmpty()) {
            keys.put(
                    "warn_minutes",
                    command.life().warnMinutes().stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        if (command.work().results() != null) {
            keys.put("results_dir", command.work().results());
            keys.put("results_bucket", results.bucket());
            keys.put("results_prefix", results.prefix(command.envelope().id()));
        }
        QueueWorker worker = command.work().worker();
        if (worker != null) {
            keys.put("worker_queue", worker.queueId().value());
            keys.put("worker_run", worker.runId());
            keys.put("worker_activity", worker.activity());
            keys.put("worker_slots", String.valueOf(worker.slots()));
            keys.put("worker_bucket", results.bucket());
        }
        StringBuilder yaml = new StringBuilder();
        keys.forEach((key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
        return yaml.toString();
    }

    /** The same template, values and workload are always the same bytes. */
    static Rendered render(String bootstrap, Values values, Workload workload) {
        Map<String, String> placeholders = new LinkedHashMap<>();
        placeholders.put("SPAWN_BINARIES_BUCKET", values.agent().bucket());
        placeholders.put("SPAWN_SPORED_KEY", values.agent().key());
        placeholders.put("SPAWN_SPORED_SHA256", values.agent().sha256());
        placeholders.put("SPAWN_SPORED_PUBLIC_KEY", values.agent().publicKey());
        placeholders.put("SPAWN_REGION", values.region());
        placeholders.put("SPAWN_BUS_NAME", values.busName());
        placeholders.put("SPAWN_CONFIG_BASE64", base64(values.config().getBytes(StandardCharsets.UTF_8)));
        placeholders.put("SPAWN_WORKLOAD_BASE64", base64(utf8(workload.script())));
        placeholders.put("SPAWN_VARIABLES_BASE64", base64(utf8(workload.variables())));
        placeholders.put("SPAWN_SECRETS_BASE64", base64(utf8(workload.references())));
        byte[] script = filled(bootstrap, placeholders).getBytes(StandardCharsets.UTF_8);
        if (script.length <= LIMIT_BYTES) {
            return new Rendered.Fits(base64(script));
        }
        // cloud-init unpacks it; only where needed, because a script that can be read in the console helps its user.
        byte[] packed = gzip(script);
        if (packed.length <= LIMIT_BYTES) {
            return new Rendered.Fits(base64(packed));
        }
        int given =
                utf8(workload.script()).length + utf8(workload.variables()).length + utf8(workload.references()).length;
        return new Rendered.TooLarge("user data of " + given + " bytes, variables included, makes " + packed.length
                + " bytes with spawn's own part, packed, and EC2 takes " + LIMIT_BYTES
                + ": put the script into S3 and fetch it from a short one");
    }

    private static String filled(String template, Map<String, String> values) {
        Matcher placeholder = PLACEHOLDER.matcher(template);
        return placeholder.replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException("bootstrap.sh has a placeholder that nobody fills: " + match.group());
            }
            if (!PLAIN.matcher(value).matches()) {
                throw new IllegalStateException(match.group(1) + " would break the script's quoting");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return packed.toByteArray();
    }
}
