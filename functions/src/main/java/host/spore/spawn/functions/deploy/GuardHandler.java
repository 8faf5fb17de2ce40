package host.spore.spawn.functions.deploy;

import static host.spore.spawn.functions.lambda.Log.field;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.custom.Answer;
import host.spore.spawn.functions.custom.CannotException;
import host.spore.spawn.functions.custom.Properties;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Ec2SshDoors;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.SshDoors;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.lambda.powertools.cloudformation.AbstractCustomResourceHandler;
import software.amazon.lambda.powertools.cloudformation.Response;

/**
 * Custom resource on which everything that keeps deadlines depends, so that it is the first to be deleted: refuses while
 * instances live, or ends them where the parameter named by {@code OnDestroyParameter} says so. When it lets go, it tells
 * whoever keeps the names that there are none any more.
 */
public final class GuardHandler extends AbstractCustomResourceHandler {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** Within a function's 15 minutes. */
    private static final int LOOKS = 120;

    private final Instances instances;
    private final SshDoors doors;
    private final Settings settings;
    private final Bus bus;
    private final Pause pause;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public GuardHandler() {
        this(Environment.ofProcess());
    }

    private GuardHandler(Environment environment) {
        this(new Clients(environment), environment.required("SPAWN_BUS_NAME"));
    }

    private GuardHandler(Clients clients, String bus) {
        this(
                new Ec2Instances(clients.ec2()),
                new Ec2SshDoors(clients.ec2()),
                ssm(clients.ssm()),
                new EventBridgeBus(clients.eventBridge(), bus),
                Pause.real(),
                InstantSource.system());
    }

    GuardHandler(Instances instances, SshDoors doors, Settings settings, Bus bus, Pause pause, InstantSource clock) {
        this.instances = instances;
        this.doors = doors;
        this.settings = settings;
        this.bus = bus;
        this.pause = pause;
        this.clock = clock;
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
        sayThatNothingRuns();
    }

    /** The last list of names, in place of the reaper's next: a record whose end was lost would stay for ever. */
    private void sayThatNothingRuns() {
        Instant now = clock.instant();
        NamesListed none =
                new NamesListed(Envelope.first(Ids.hash("names", "left", now.toString()), now), null, null, List.of());
        bus.publish(none.type(), none.toJson().toString());
        // The rule that carries it to whoever keeps the names goes with the stack, and an event takes up to a second to
        // it.
        pause.of(BETWEEN_LOOKS);
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
