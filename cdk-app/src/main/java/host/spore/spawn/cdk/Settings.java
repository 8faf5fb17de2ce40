package host.spore.spawn.cdk;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be set from outside: {@code cdk deploy -c name=value}, or {@code context} in {@code cdk.json}.
 *
 * @param domain public zone in which instances get names; none: DNS is off
 * @param privateDomain private zone in which instances get names; it may be the same; none: there is none
 * @param privateZoneVpcId the VPC that the private zone begins with; none: vpcId
 * @param privateZoneId of a private zone in another account that is to be seen here
 * @param maxInstances ceiling of living instances; a launch above it is refused
 * @param bootBudgetSeconds how long a launch waits for the agent's first heartbeat
 * @param capacityMemorySeconds how long one shortage of capacity is remembered; twice as long after every further one
 * @param spendAlarmUsdPerHour what everything alive may cost an hour before an alarm rings
 * @param vpcId where the security group is made; none: the account's default VPC
 * @param subnetId where instances are launched; none: EC2 chooses in the default VPC
 * @param architecture of the Lambda functions
 * @param snapStart whether functions in a user's path are published with a snapshot
 * @param eventSchemas whether the shapes of all events are put into EventBridge's schema registry
 * @param infrastructureBusArn bus of an infrastructure stack in another account or region; none: the one of this app
 * @param binariesBucket bucket of that infrastructure stack; none: by convention of names
 * @param resultsBucket one that an earlier stack left behind, to go on with; none: a new one
 * @param queueResultBuckets buckets of yours in which batch queues may keep results ({@code result_s3_bucket})
 * @param workloadAccounts accounts whose workload stacks use this infrastructure
 * @param workloadVpcs VPCs of those accounts that see the private zone
 * @param externalId what the DNS function says when it takes a workload account's role
 * @param amiParameterAl2023 SSM parameter that names the image of alias al2023; none: Amazon's
 * @param amiParameterUbuntu SSM parameter that names the image of alias ubuntu-24.04; none: Canonical's
 * @param amiParameterAl2023Arm64 the same for ARM
 * @param amiParameterUbuntuArm64 the same for ARM
 * @param alertEmailFrom the address that alerts are mailed from, an identity that SES has verified; none: no mail
 * @param alertTopics SNS topics that alerts may go to; none: those of this account and region
 * @param alertTrialOrigins for an embedded cloud: where alerts may go past all rules, {@code http://127.0.0.1}
 * @param profiles what instances may do beyond the baseline, by the name that a launch gives
 */
record Settings(
        Optional<String> domain,
        Optional<String> privateDomain,
        Optional<String> privateZoneVpcId,
        Optional<String> privateZoneId,
        int maxInstances,
        int bootBudgetSeconds,
        int capacityMemorySeconds,
        int spendAlarmUsdPerHour,
        Optional<String> vpcId,
        Optional<String> subnetId,
        Architecture architecture,
        boolean snapStart,
        boolean eventSchemas,
        Optional<String> infrastructureBusArn,
        Optional<String> binariesBucket,
        Optional<String> resultsBucket,
        List<String> queueResultBuckets,
        List<String> workloadAccounts,
        List<WorkloadVpc> workloadVpcs,
        Optional<String> externalId,
        Optional<String> amiParameterAl2023,
        Optional<String> amiParameterUbuntu,
        Optional<String> amiParameterAl2023Arm64,
        Optional<String> amiParameterUbuntuArm64,
        Optional<String> alertEmailFrom,
        List<String> alertTopics,
        List<String> alertTrialOrigins,
        Map<String, Profiles.Profile> profiles) {

    enum Architecture {
        X86_64,
        ARM_64
    }

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern VPC = Pattern.compile("vpc-([0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern ZONE_ID = Pattern.compile("Z[A-Z0-9]{1,31}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,150}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern BUS_ARN =
            Pattern.compile("arn:aws[a-z-]*:events:[a-z0-9-]+:([0-9]{12}):event-bus/[A-Za-z0-9._/-]+");

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s,<>]{1,64}@[A-Za-z0-9.-]{3,255}");
    private static final Pattern TOPIC_ARN =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}");
    /** Nowhere but on the machine of an embedded cloud. */
    private static final Pattern TRIAL = Pattern.compile("https?://(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?");

    /**
     * A VPC of a workload's account.
     *
     * @param account that has it
     * @param region where it is
     * @param vpcId see {@link #vpcId}
     */
    record WorkloadVpc(String account, String region, String vpcId) {
        private static final Pattern WHOLE =
                Pattern.compile("([0-9]{12}):([a-z]{2}(?:-[a-z]+)+-[0-9]):(vpc-(?:[0-9a-f]{8}|[0-9a-f]{17}))");

        static WorkloadVpc parse(String text) {
            Matcher whole = WHOLE.matcher(text);
            if (!whole.matches()) {
                throw new IllegalArgumentException("workloadVpcs \"" + text
                        + "\": use ACCOUNT:REGION:VPC, separated by commas, for example"
                        + " 222222222222:us-east-1:vpc-0a1b2c3d");
            }
            return new WorkloadVpc(whole.group(1), whole.group(2), whole.group(3));
        }
    }

    Settings {
        domain.ifPresent(
                value -> require("domain", value, DOMAIN, "a domain name in lower case, for example spore.host"));
        privateDomain.ifPresent(value -> require(
                "privateDomain", value, DOMAIN, "a domain name in lower case, for example internal.spore.host"));
        privateZoneVpcId.ifPresent(value -> require("privateZoneVpcId", value, VPC, "a VPC's id"));
        infrastructureBusArn.ifPresent(value ->
                require("infrastructureBusArn", value, BUS_ARN, "the output InfrastructureBusArn of that stack"));
        workloadAccounts.forEach(
                value -> require("workloadAccounts", value, ACCOUNT, "12 digits, separated by commas"));
        workloadAccounts = List.copyOf(workloadAccounts);
        workloadVpcs = List.copyOf(workloadVpcs);
        for (WorkloadVpc vpc : workloadVpcs) {
            if (privateDomain.isEmpty() || !workloadAccounts.contains(vpc.account())) {
                throw new IllegalArgumentException("workloadVpcs \"" + vpc.account() + ":" + vpc.region() + ":"
                        + vpc.vpcId() + "\": a VPC of an account of workloadAccounts sees the zone of privateDomain;"
                        + " give both");
            }
        }
        privateZoneId.ifPresent(value -> require("privateZoneId", value, ZONE_ID, "the output PrivateHostedZoneId"));
        if (privateZoneId.isPresent() && (infrastructureBusArn.isEmpty() || vpcId.isEmpty())) {
            throw new IllegalArgumentException(
                    "privateZoneId is of an infrastructure in another account, whose zone the"
                            + " VPC vpcId is to see: give infrastructureBusArn, vpcId and subnetId");
        }
        queueResultBuckets.forEach(
                value -> require("queueResultBuckets", value, BUCKET, "names of buckets, separated by commas"));
        queueResultBuckets = List.copyOf(queueResultBuckets);
        alertEmailFrom.ifPresent(
                value -> require("alertEmailFrom", value, ADDRESS, "one address, for example spawn@example.org"));
        alertTopics.forEach(value -> require("alertTopics", value, TOPIC_ARN, "ARNs of topics, separated by commas"));
        alertTopics = List.copyOf(alertTopics);
        alertTrialOrigins.forEach(value -> require(
                "alertTrialOrigins",
                value,
                TRIAL,
                "http://127.0.0.1, which is for an embedded cloud and nothing else"));
        alertTrialOrigins = List.copyOf(alertTrialOrigins);
        profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
        if (vpcId.isPresent() != subnetId.isPresent()) {
            throw new IllegalArgumentException(
                    "vpcId and subnetId go together: the security group and the instances must be in one VPC;"
                            + " give both, or neither for the default VPC");
        }
        if (privateDomain.isPresent()
                && infrastructureBusArn.isEmpty()
                && vpcId.isEmpty()
                && privateZoneVpcId.isEmpty()) {
            throw new IllegalArgumentException("privateZoneVpcId is missing: a private zone begins with a VPC of its"
                    + " account; give it, or vpcId and subnetId");
        }
        if (infrastructureBusArn.isPresent() && !workloadAccounts.isEmpty()) {
            throw new IllegalArgumentException("infrastructureBusArn makes this a workload of another account's"
                    + " infrastructure, workloadAccounts makes it an infrastructure; give one of them");
        }
        if ((infrastructureBusArn.isPresent() || !workloadAccounts.isEmpty()) && externalId.isEmpty()) {
            throw new IllegalArgumentException("externalId is missing: two accounts need one, the same in both;"
                    + " see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html");
        }
        if (infrastructureBusArn.isPresent() && binariesBucket.isEmpty()) {
            throw new IllegalArgumentException(
                    "binariesBucket is missing: give the output BinariesBucket of the infrastructure stack");
        }
    }

    /** Reads the context, where a value given with {@code -c} is text and one of {@code cdk.json} may be a number. */
    static Settings from(Function<String, @Nullable Object> context) {
        var given = new Given(context);
        return new Settings(
                given.text("domain"),
                given.text("privateDomain"),
                given.text("privateZoneVpcId"),
                given.text("privateZoneId"),
                given.number("maxInstances", 100, 1, 10_000),
                given.number("bootBudgetSeconds", 600, 30, 3_600),
                given.number("capacityMemorySeconds", 300, 1, 3_600),
                given.number("spendAlarmUsdPerHour", 10, 1, 100_000),
                given.text("vpcId"),
                given.text("subnetId"),
                given.oneOf("architecture", Architecture.ARM_64),
                given.flag("snapStart", true),
                given.flag("eventSchemas", true),
                given.text("infrastructureBusArn"),
                given.text("binariesBucket"),
                given.text("resultsBucket"),
                given.list("queueResultBuckets"),
                given.list("workloadAccounts"),
                given.list("workloadVpcs").stream().map(WorkloadVpc::parse).toList(),
                given.text("externalId"),
                given.text("amiParameterAl2023"),
                given.text("amiParameterUbuntu"),
                given.text("amiParameterAl2023Arm64"),
                given.text("amiParameterUbuntuArm64"),
                given.text("alertEmailFrom"),
                given.list("alertTopics"),
                given.list("alertTrialOrigins"),
                Profiles.from(context.apply("profiles")));
    }

    /** The account that runs the infrastructure stack, when it is another one. */
    Optional<String> infrastructureAccount() {
        return infrastructureBusArn.map(arn -> arn.split(":", -1)[4]);
    }

    private static void require(String name, String value, Pattern pattern, String allowed) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " \"" + value + "\": use " + allowed);
        }
    }

    private record Given(Function<String, @Nullable Object> context) {
        Optional<String> text(String name) {
            return Optional.ofNullable(context.apply(name))
                    .map(value -> value.toString().strip())
                    .filter(value -> !value.isEmpty());
        }

        List<String> list(String name) {
            return text(name).stream()
                    .flatMap(value -> Arrays.stream(value.split(",", -1)))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .toList();
        }

        int number(String name, int otherwise, int least, int most) {
            var given = text(name);
            if (given.isEmpty()) {
                return otherwise;
            }
            try {
                int number = Integer.parseInt(given.get());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // Answered below, in the same words as a number out of range.
            }
            throw new IllegalArgumentException(
                    name + " \"" + given.get() + "\": use a whole number from " + least + " to " + most);
        }

        boolean flag(String name, boolean otherwise) {
            return switch (text(name).orElse(Boolean.toString(otherwise))) {
                case "true" -> true;
                case "false" -> false;
                case String other -> throw new IllegalArgumentException(name + " \"" + other + "\": use true or false");
            };
        }

        Architecture oneOf(String name, Architecture otherwise) {
            return switch (text(name).orElse(otherwise.name()).toLowerCase(Locale.ROOT)) {
                case "arm_64", "arm64" -> Architecture.ARM_64;
                case "x86_64" -> Architecture.X86_64;
                case String other ->
                    throw new IllegalArgumentException(name + " \"" + other + "\": use arm64 or x86_64");
            };
        }
    }
}
