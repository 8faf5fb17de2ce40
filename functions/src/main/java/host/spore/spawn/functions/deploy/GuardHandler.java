package host.spore.spawn.functions.deploy;

import static host.spore.spawn.functions.lambda.Log.field;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Ec2SshDoors;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.SshDoors;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.Log;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.lambda.powertools.cloudformation.AbstractCustomResourceHandler;
import software.amazon.lambda.powertools.cloudformation.Response;

/**
 * Custom resource on which everything that keeps deadlines depends, so that it is the first to be deleted: refuses while
 * instances live, or ends them where the parameter named by {@code OnDestroyParameter} says so.
 */
public final class GuardHandler extends AbstractCustomResourceHandler {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** Within a function's 15 minutes. */
    private static final int LOOKS = 120;

    private final Instances instances;
    private final SshDoors doors;
    private final Settings settings;
    private final Pause pause;

    /** As Lambda makes it. */
    public GuardHandler() {
        this(new Clients(Environment.ofProcess()));
    }

    private GuardHandler(Clients clients) {
        this(new Ec2Instances(clients.ec2()), new Ec2SshDoors(clients.ec2()), ssm(clients.ssm()), Pause.real());
    }

    GuardHandler(Instances instances, SshDoors doors, Settings settings, Pause pause) {
        this.instances = instances;
        this.doors = doors;
        this.settings = settings;
        this.pause = pause;
    }

    /** Values that the user may set while the stack exists. */
    @FunctionalInterface
    interface Settings {
        Optional<String> read(String parameter);
    }

    @Override
    protected Response create(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, (properties, log) -> log.info("guarding"));
    }

    @Override
    protected Response update(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, (properties, log) -> log.info("guarding"));
    }

    @Override
    protected Response delete(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::release);
    }

    private void release(Properties properties, Log log) {
        String parameter = properties.required("OnDestroyParameter");
        switch (Guard.decide(instances.living(), settings.read(parameter), parameter)) {
            case Guard.Decision.Allow() -> log.info("nothing lives");
            case Guard.Decision.Refuse(String reason) -> throw new CannotException(reason);
            case Guard.Decision.EndFirst(List<InstanceView> living) -> {
                living.forEach(view -> {
                    log.warn(
                            "ending",
                            field("instanceId", view.id()),
                            field("name", view.tag("Name").orElse(null)));
                    instances.terminate(view.id());
                });
            }
        }
        // No stack knows the groups that launches have made, and a VPC cannot go while they are in it.
        List<String> left = awaitEnd();
        if (!left.isEmpty()) {
            throw new CannotException("instances were told to end, and these are left: " + String.join(", ", left)
                    + "; look at them in EC2, then delete again");
        }
    }

    /** What is left after the last look. */
    private List<String> awaitEnd() {
        List<String> left = left();
        for (int look = 1; look < LOOKS && !left.isEmpty(); look++) {
            pause.of(BETWEEN_LOOKS);
            left = left();
        }
        return left;
    }

    /** Of instances; and, once there are none, of SSH groups, which an instance keeps until it has ended altogether. */
    private List<String> left() {
        List<String> living =
                instances.living().stream().map(view -> view.id().value()).toList();
        return living.isEmpty()
                ? doors.all().stream()
                        .map(SshDoors.Made::groupId)
                        .filter(group -> !doors.remove(group))
                        .toList()
                : living;
    }

    private static Settings ssm(SsmClient ssm) {
        return parameter -> {
            try {
                return Optional.of(ssm.getParameter(request -> request.name(parameter))
                        .parameter()
                        .value());
            } catch (ParameterNotFoundException notSet) {
                return Optional.empty();
            }
        };
    }
}
