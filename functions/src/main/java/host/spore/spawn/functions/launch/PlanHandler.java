package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Machine;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.DynamoStandings;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.price.AwsPrices;
import host.spore.spawn.functions.price.PromptPrices;
import host.spore.spawn.functions.store.Breakers;
import host.spore.spawn.functions.store.DynamoBreakers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans a launch: {@code {type, command, account, region}} becomes {@code {"result":"planned","plan":{…}}} or
 * {@code {"result":"rejected","reason":…}}. Reads only, so it may be asked again.
 */
public final class PlanHandler extends JsonHandler {
    private final Instances instances;
    private final CandidateFinder candidates;
    private final Breakers breakers;
    private final InstantSource clock;
    private final Around around;
    private final LaunchPlan.Settings settings;
    private final String bootstrap;
    private final Pricing pricing;

    /** As Lambda makes it. */
    public PlanHandler() {
        this(Environment.ofProcess());
    }

    private PlanHandler(Environment environment) {
        this(environment, new Clients(environment), settings(environment));
    }

    private PlanHandler(Environment environment, Clients clients, LaunchPlan.Settings settings) {
        this(
                new Ec2Instances(clients.ec2()),
                new CandidateFinder(
                        new Ec2MachineTypes(clients.ec2()),
                        new SsmImages(clients.ssm()),
                        new Ec2ImageArchitectures(clients.ec2()),
                        new CapacityMemory(
                                new DynamoStandings(
                                        clients.dynamoDb(), environment.required("SPAWN_AVAILABILITY_STATS_TABLE")),
                                InstantSource.system()),
                        ImageAliases.of(environment),
                        settings,
                        InstantSource.system()),
                new DynamoBreakers(clients.dynamoDb(), environment.required("SPAWN_BREAKERS_TABLE")),
                InstantSource.system(),
                new Around(
                        new Ec2Networks(clients.ec2()),
                        new SsmProfiles(clients.ssm()),
                        new Ec2Templates(clients.ec2())),
                settings,
                UserData.bootstrap(),
                pricing(environment, clients));
    }

    private static Pricing pricing(Environment environment, Clients clients) {
        InstantSource clock = InstantSource.system();
        return new Pricing(
                new Ec2ImageVolumes(clients.ec2()),
                new PromptPrices(
                        new AwsPrices(clients.pricing(), clients.ec2(), environment.required("AWS_REGION"), clock),
                        clock,
                        Thread::startVirtualThread),
                clock);
    }

    PlanHandler(
            Instances instances,
            CandidateFinder candidates,
            Breakers breakers,
            InstantSource clock,
            Around around,
            LaunchPlan.Settings settings,
            String bootstrap,
            Pricing pricing) {
        this.instances = instances;
        this.candidates = candidates;
        this.breakers = breakers;
        this.clock = clock;
        this.around = around;
        this.settings = settings;
        this.bootstrap = bootstrap;
        this.pricing = pricing;
    }

    /**
     * What a launch may name that is there already. It is looked at only for launches that name it.
     *
     * @param networks see {@link Networks}
     * @param profiles see {@link Profiles}
     * @param templates see {@link Templates}
     */
    record Around(Networks networks, Profiles profiles, Templates templates) {}

    static LaunchPlan.Settings settings(Environment environment) {
        return new LaunchPlan.Settings(
                environment.required("AWS_REGION"),
                new InstanceNames.Domains(
                        environment
                                .optional("SPAWN_DOMAIN")
                                .map(DnsName::checkedDomain)
                                .orElse(null),
                        environment
                                .optional("SPAWN_INTERNAL_DOMAIN")
                                .map(DnsName::checkedDomain)
                                .orElse(null)),
                environment.positive("SPAWN_MAX_INSTANCES", 100),
                Duration.ofSeconds(environment.positive("SPAWN_BOOT_BUDGET_SECONDS", 600)),
                new ProfileChoice.BuiltIn(
                        environment.required("SPAWN_INSTANCE_PROFILE_ARN"),
                        environment.required("SPAWN_QUIET_INSTANCE_PROFILE_ARN"),
                        environment.required("SPAWN_WORKER_INSTANCE_PROFILE_ARN")),
                environment.list("SPAWN_SECURITY_GROUP_IDS"),
                environment.optional("SPAWN_SUBNET_ID").orElse(null),
                agents(environment),
                Duration.ofSeconds(environment.positive("SPAWN_CAPACITY_MEMORY_SECONDS", 300)),
                environment.required("SPAWN_BUS_NAME"),
                new UserData.Results(
                        environment.required("SPAWN_RESULTS_BUCKET"), environment.required("SPAWN_INSTANCE_ARNS")));
    }

    /** That for ARM is there only where it was built. */
    private static Map<Architecture, UserData.Agent> agents(Environment environment) {
        String bucket = environment.required("SPAWN_BINARIES_BUCKET");
        String publicKey = environment.required("SPAWN_SPORED_PUBLIC_KEY");
        Map<Architecture, UserData.Agent> agents = new EnumMap<>(Architecture.class);
        agents.put(
                Architecture.X86_64,
                new UserData.Agent(
                        bucket,
                        environment.required("SPAWN_SPORED_KEY"),
                        environment.required("SPAWN_SPORED_SHA256"),
                        publicKey));
        environment
                .optional("SPAWN_SPORED_KEY_ARM64")
                .ifPresent(key -> agents.put(
                        Architecture.ARM64,
                        new UserData.Agent(bucket, key, environment.required("SPAWN_SPORED_SHA256_ARM64"), publicKey)));
        return agents;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        Log log = invocation.log();
        LaunchPlan.Decision decision = decide(input, log);
        return switch (decision) {
            case LaunchPlan.Decision.Planned(JsonObject plan) -> {
                log.info("planned", field("name", plan.string("name")), field("platforms", plan.object("platforms")));
                yield JsonObject.builder()
                        .put("result", "planned")
                        .put("plan", plan)
                        .build();
            }
            case LaunchPlan.Decision.Refused(String reason) -> {
                log.info("rejected", field("reason", reason));
                yield Answers.rejected(reason);
            }
        };
    }

    private LaunchPlan.Decision decide(JsonObject input, Log log) {
        LaunchInstance command;
        try {
            if (!(Language.command(input.string("type"), input.object("command"))
                            .orElse(null)
                    instanceof LaunchInstance launch)) {
                return new LaunchPlan.Decision.Refused(
                        "\"" + input.string("type") + "\": this flow launches; publish a LaunchInstance command");
            }
            command = launch;
        } catch (IllegalArgumentException notOurLanguage) {
            // The bus is open to others than our command line, so this is the only check that everybody passes.
            return new LaunchPlan.Decision.Refused(String.valueOf(notOurLanguage.getMessage()));
        }
        LaunchRequest.TemplateVersion template = null;
        if (command.machine().launchTemplate() != null) {
            Checked<Templates.Template> found = template(command.machine().launchTemplate());
            if (!(found instanceof Checked.Fine<Templates.Template>(Templates.Template version))) {
                return refused(found);
            }
            Checked<Machine> filledIn = TemplateRules.fill(command.machine(), version);
            if (!(filledIn instanceof Checked.Fine<Machine>(Machine machine))) {
                return refused(filledIn);
            }
            command = command.on(machine);
            template = new LaunchRequest.TemplateVersion(version.id(), version.version());
        }
        return decide(command, template, new AccountId(input.string("account")), log);
    }

    private LaunchPlan.Decision decide(
            LaunchInstance command, LaunchRequest.@Nullable TemplateVersion template, AccountId account, Log log) {
        Checked<String> profile =
                ProfileChoice.decide(command.access(), command.work(), settings.profiles(), around.profiles());
        if (!(profile instanceof Checked.Fine<String>(String profileArn))) {
            return refused(profile);
        }
        Checked<Network> network =
                Network.plan(command.placement(), settings.securityGroupIds(), settings.subnetId(), around.networks());
        if (!(network instanceof Checked.Fine<Network>(Network place))) {
            return refused(network);
        }
        return switch (candidates.find(command, log)) {
            case CandidateFinder.Result.Refused(String reason) -> new LaunchPlan.Decision.Refused(reason);
            case CandidateFinder.Result.Found found ->
                priced(
                        command,
                        LaunchPlan.decide(
                                command,
                                new LaunchPlan.Known(
                                        account,
                                        living(command),
                                        found.candidates(),
                                        found.images(),
                                        found.remarks(),
                                        breakers.read(LaunchPlan.template(command, found.images())),
                                        clock.instant(),
                                        place,
                                        profileArn,
                                        template,
                                        settings),
                                bootstrap));
        };
    }

    private LaunchPlan.Decision priced(LaunchInstance command, LaunchPlan.Decision decision) {
        return switch (decision) {
            case LaunchPlan.Decision.Planned(JsonObject plan) -> pricing.price(command, plan);
            case LaunchPlan.Decision.Refused refused -> refused;
        };
    }

    /** Without what is ended first. */
    private int living(LaunchInstance command) {
        List<InstanceView> living = instances.living();
        boolean replaces = command.replace()
                && living.stream()
                        .anyMatch(view -> view.tag("Name")
                                .equals(Optional.of(command.name().value())));
        return replaces ? living.size() - 1 : living.size();
    }

    private static LaunchPlan.Decision refused(Checked<?> checked) {
        return switch (checked) {
            case Checked.Refused<?>(String reason) -> new LaunchPlan.Decision.Refused(reason);
            case Checked.Fine<?>(Object value) -> throw new IllegalStateException("nothing is refused about " + value);
        };
    }

    private Checked<Templates.Template> template(String asked) {
        Map.Entry<String, String> parts = TemplateRules.parts(asked);
        return around.templates()
                .find(parts.getKey(), parts.getValue())
                .<Checked<Templates.Template>>map(Checked.Fine::new)
                .orElseGet(() -> new Checked.Refused<>("--launch-template " + asked
                        + ": this region has no such template, or none of this version; aws ec2"
                        + " describe-launch-templates lists them"));
    }
}
