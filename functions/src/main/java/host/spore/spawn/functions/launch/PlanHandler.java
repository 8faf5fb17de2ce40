package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans a launch: {@code {type, command, account, region}} becomes {@code {"result":"planned","plan":{…}}} or
 * {@code {"result":"rejected","reason":…}}. Reads only, so it may be asked again.
 */
public final class PlanHandler extends JsonHandler {
    private final Instances instances;
    private final Images images;
    private final MachineTypes machineTypes;
    private final Map<String, String> parameters;
    private final LaunchPlan.Settings settings;
    private final String bootstrap;

    /** As Lambda makes it. */
    public PlanHandler() {
        this(Environment.ofProcess());
    }

    private PlanHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private PlanHandler(Environment environment, Clients clients) {
        this(
                new Ec2Instances(clients.ec2()),
                new SsmImages(clients.ssm()),
                new Ec2MachineTypes(clients.ec2()),
                parameters(environment),
                settings(environment),
                UserData.bootstrap());
    }

    PlanHandler(
            Instances instances,
            Images images,
            MachineTypes machineTypes,
            Map<String, String> parameters,
            LaunchPlan.Settings settings,
            String bootstrap) {
        this.instances = instances;
        this.images = images;
        this.machineTypes = machineTypes;
        this.parameters = Map.copyOf(parameters);
        this.settings = settings;
        this.bootstrap = bootstrap;
    }

    /** The embedded cloud has no public parameters of AWS's, and their names cannot be used, so others may be named. */
    static Map<String, String> parameters(Environment environment) {
        return Map.of(
                "al2023",
                environment
                        .optional("SPAWN_AMI_PARAMETER_AL2023")
                        .orElse("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"),
                "ubuntu-24.04",
                environment
                        .optional("SPAWN_AMI_PARAMETER_UBUNTU_24_04")
                        .orElse("/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"));
    }

    static LaunchPlan.Settings settings(Environment environment) {
        return new LaunchPlan.Settings(
                environment.required("AWS_REGION"),
                environment.optional("SPAWN_DOMAIN").map(DnsName::checkedDomain).orElse(null),
                environment.positive("SPAWN_MAX_INSTANCES", 100),
                Duration.ofSeconds(environment.positive("SPAWN_BOOT_BUDGET_SECONDS", 600)),
                environment.required("SPAWN_INSTANCE_PROFILE_ARN"),
                environment.list("SPAWN_SECURITY_GROUP_IDS"),
                environment.optional("SPAWN_SUBNET_ID").orElse(null),
                new UserData.Agent(
                        environment.required("SPAWN_BINARIES_BUCKET"),
                        environment.required("SPAWN_SPORED_KEY"),
                        environment.required("SPAWN_SPORED_SHA256"),
                        environment.required("SPAWN_SPORED_PUBLIC_KEY")),
                environment.required("SPAWN_BUS_NAME"),
                new UserData.Results(
                        environment.required("SPAWN_RESULTS_BUCKET"), environment.required("SPAWN_RESULTS_PREFIX")));
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        LaunchPlan.Decision decision = decide(input);
        Log log = invocation.log();
        return switch (decision) {
            case LaunchPlan.Decision.Planned(JsonObject plan) -> {
                log.info("planned", field("name", plan.string("name")), field("imageId", plan.string("imageId")));
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

    private LaunchPlan.Decision decide(JsonObject input) {
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
        Optional<String> refusal = LaunchPlan.refusal(command);
        if (refusal.isPresent()) {
            return new LaunchPlan.Decision.Refused(refusal.get());
        }
        int room = 0;
        for (String name : command.machine().hibernation() ? command.machine().instanceTypes() : List.<String>of()) {
            Optional<MachineTypes.MachineType> type = machineTypes.named(name);
            Optional<String> unable = Hibernation.refusal(name, type);
            if (unable.isPresent()) {
                return new LaunchPlan.Decision.Refused(unable.get());
            }
            // One volume for all of them: which it will be is not known yet.
            room = Math.max(room, type.map(Hibernation::room).orElse(0));
        }
        Optional<String> image = image(command.machine().ami());
        if (image.isEmpty()) {
            return new LaunchPlan.Decision.Refused("image " + command.machine().ami() + ": the parameter "
                    + parameters.get(command.machine().ami()) + " is not in " + settings.region()
                    + "; give an image's id instead (--ami ami-…)");
        }
        return LaunchPlan.decide(
                command,
                new LaunchPlan.Known(
                        new AccountId(input.string("account")),
                        instances.living().size(),
                        image.get(),
                        room == 0 ? null : room,
                        settings),
                bootstrap);
    }

    private Optional<String> image(String ami) {
        String parameter = parameters.get(ami);
        return parameter == null ? Optional.of(ami) : images.named(parameter);
    }
}
