package host.spore.spawn.queues.sweep;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key of a row that says something of its launch: each option of {@code spawn launch}, in the spelling of files. Whatever
 * else a row has is a parameter.
 */
public enum RowKey {
    NAME("name", Kind.TEXT),
    INSTANCE_TYPE("instanceType", Kind.TEXT),
    AMI("ami", Kind.TEXT),
    LAUNCH_TEMPLATE("launchTemplate", Kind.TEXT),
    HIBERNATION("hibernation", Kind.TRUTH),
    TTL("ttl", Kind.TEXT),
    IDLE_TIMEOUT("idleTimeout", Kind.TEXT),
    ON_IDLE("onIdle", Kind.TEXT),
    ON_COMPLETE("onComplete", Kind.TEXT),
    COMPLETION_FILE("completionFile", Kind.TEXT),
    COMPLETION_DELAY("completionDelay", Kind.TEXT),
    PRE_STOP("preStop", Kind.TEXT),
    PRE_STOP_TIMEOUT("preStopTimeout", Kind.TEXT),
    WARN_MINUTES("warnMinutes", Kind.NUMBERS),
    SPOT("spot", Kind.TRUTH),
    ON_DEMAND_FALLBACK("onDemandFallback", Kind.TRUTH),
    SPOT_MAX_PRICE("spotMaxPrice", Kind.MONEY),
    COST_LIMIT("costLimit", Kind.MONEY),
    PATIENCE("patience", Kind.TEXT),
    ZONE("zone", Kind.TEXT),
    SUBNET("subnetId", Kind.TEXT),
    SECURITY_GROUPS("securityGroupIds", Kind.TEXTS),
    SSH_FROM("sshFrom", Kind.TEXT),
    PUBLIC_ADDRESS("publicAddress", Kind.TRUTH),
    DNS("dns", Kind.TEXT),
    VOLUME_SIZE("volumeSizeGib", Kind.NUMBER),
    VOLUME_TYPE("volumeType", Kind.TEXT),
    VOLUMES("dataVolumes", Kind.VOLUMES),
    KMS_KEY("kmsKey", Kind.TEXT),
    OWNER("owner", Kind.TEXT),
    TAGS("tags", Kind.PAIRS),
    USER_DATA("userData", Kind.TEXT),
    COMMAND("command", Kind.TEXT),
    ENV("environment", Kind.PAIRS),
    SECRETS("secrets", Kind.PAIRS),
    RESULTS("results", Kind.TEXT),
    KEY_NAME("keyName", Kind.TEXT),
    INSTANCE_PROFILE("instanceProfile", Kind.TEXT),
    SESSION_MANAGER("sessionManager", Kind.TRUTH),
    REPLACE("replace", Kind.TRUTH),
    KEEP_ON_ERROR("keepOnError", Kind.TRUTH);

    /** What its value is. */
    enum Kind {
        TEXT,
        TRUTH,
        NUMBER,
        /** A number, or a text of one. */
        MONEY,
        /** An array of texts, or one text. */
        TEXTS,
        /** An array of numbers, or a text of them with commas. */
        NUMBERS,
        /** An object of texts. */
        PAIRS,
        /** An array of {@code 100:gp3}, or one of them. */
        VOLUMES
    }

    private static final Map<String, RowKey> BY_NAME = byName();

    /** Of the system that spawn replaces; spawn has nothing that would do the same. */
    private static final Map<String, String> NOT_HAD = Map.ofEntries(
            entry("region", "a deployment is in one region, that of its bus; leave it out"),
            entry("session_timeout", "spawn has no sessions that time out; idle_timeout watches for people too"),
            entry("hibernate_on_idle", "say \"on_idle\": \"hibernate\""),
            entry("dns_name", "every instance has the DNS name of its name; say \"name\""),
            entry("step", "rows have no steps; what depends on each other is a queue (spawn queue)"),
            entry(
                    "iam_role",
                    "spawn gives no role that its deployment has not declared; say \"instance_profile\" with the name of"
                            + " one that it has"));

    /** What people write for a known key, or for an option of the sweep: as a parameter it would do nothing. */
    private static final Map<String, String> MEANT = meant();

    private final String field;
    private final Kind kind;

    RowKey(String field, Kind kind) {
        this.field = field;
        this.kind = kind;
    }

    /** As it stands in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the message {@code LaunchInstance}. */
    String field() {
        return field;
    }

    Kind kind() {
        return kind;
    }

    static Optional<RowKey> of(String word) {
        return Optional.ofNullable(BY_NAME.get(word));
    }

    static Optional<RowKey> ofField(String field) {
        return Arrays.stream(values()).filter(key -> key.field.equals(field)).findFirst();
    }

    /** Every spelling. */
    static Set<String> words() {
        return BY_NAME.keySet();
    }

    /** Why a key is refused that is known and not had. */
    static Optional<String> notHad(String word) {
        return Optional.ofNullable(NOT_HAD.get(word));
    }

    /** The right key, or option, for one that is reserved. */
    static Optional<String> meant(String word) {
        return Optional.ofNullable(MEANT.get(word));
    }

    private static Map<String, RowKey> byName() {
        Map<String, RowKey> keys = new LinkedHashMap<>();
        for (RowKey key : values()) {
            keys.put(key.word(), key);
        }
        // As the system that spawn replaces has them, too.
        keys.put("hibernate", HIBERNATION);
        keys.put("az", ZONE);
        keys.put("availability_zone", ZONE);
        keys.put("subnet_id", SUBNET);
        keys.put("security_group", SECURITY_GROUPS);
        keys.put("volume", VOLUMES);
        keys.put("user_command", COMMAND);
        keys.put("environment", ENV);
        keys.put("key_pair", KEY_NAME);
        return Collections.unmodifiableMap(keys);
    }

    private static Map<String, String> meant() {
        Map<String, String> meant = new LinkedHashMap<>();
        for (String word : "ttl_hours ttl_minutes ttl_seconds time_to_live lifetime deadline max_runtime".split(" ")) {
            meant.put(word, TTL.word());
        }
        for (String word : "max_cost budget cost_cap max_spend cost_budget max_price_total".split(" ")) {
            meant.put(word, COST_LIMIT.word());
        }
        for (String word :
                "disk_size disk_gb volume_gb volume_size_gb root_volume_size ebs_size storage_gb".split(" ")) {
            meant.put(word, VOLUME_SIZE.word());
        }
        for (String word : "image_id ami_id image".split(" ")) {
            meant.put(word, AMI.word());
        }
        for (String word : "machine_type vm_type ec2_type instance_types".split(" ")) {
            meant.put(word, INSTANCE_TYPE.word());
        }
        for (String word : "idle idle_minutes max_idle".split(" ")) {
            meant.put(word, IDLE_TIMEOUT.word());
        }
        for (String word : "ssh_key keypair key_pair_name".split(" ")) {
            meant.put(word, KEY_NAME.word());
        }
        for (String word : "use_spot spot_instance".split(" ")) {
            meant.put(word, SPOT.word());
        }
        for (String word : "max_price spot_price bid_price".split(" ")) {
            meant.put(word, SPOT_MAX_PRICE.word());
        }
        for (String word : "cmd run_command script".split(" ")) {
            meant.put(word, COMMAND.word());
        }
        meant.put("instance_name", NAME.word());
        meant.put("iam_profile", INSTANCE_PROFILE.word());
        meant.put("iam_instance_profile", INSTANCE_PROFILE.word());
        for (String word : "max_concurrent concurrency max_concurrency max_parallel parallelism".split(" ")) {
            meant.put(word, "--max-concurrent");
        }
        meant.put("max_concurrent_per_zone", "--max-concurrent-per-zone");
        meant.put("max_concurrent_per_region", "--max-concurrent-per-zone");
        meant.put("launch_delay", "--launch-delay");
        meant.put("on_failure", "--on-failure");
        meant.put("sweep_name", "--name");
        return Collections.unmodifiableMap(meant);
    }
}
