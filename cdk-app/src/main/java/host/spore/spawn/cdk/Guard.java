package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * Refuses to let the stack go while instances live, since with it would go two keepers of their deadlines.
 *
 * <p>CloudFormation deletes a resource before those it depends on, so a resource that depends on all others goes first;
 * when its deletion fails, nothing else has been touched yet.
 */
final class Guard extends Construct {
    static final String ON_DESTROY = "/spawn/on-destroy";

    private final CustomResource resource;

    Guard(Construct scope, String id, JavaFunction.Platform platform, IEventBus bus) {
        super(scope, id);
        var parameter = StringParameter.Builder.create(this, "OnDestroy")
                .parameterName(ON_DESTROY)
                .stringValue("refuse")
                .description("What deleting spawn does while instances live: refuse, or end-instances")
                .build();
        var function = new JavaFunction(
                this,
                "Watch",
                platform,
                new JavaFunction.Spec(
                        "spawn-guard",
                        "deploy.GuardHandler",
                        "Refuses the deletion of the stack while instances live",
                        // Lambda's longest: it may have to wait until instances have ended.
                        // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
                        Duration.minutes(15),
                        false,
                        null,
                        Map.of("SPAWN_BUS_NAME", bus.getEventBusName()),
                        List.of(
                                Allow.lookAtInstances(),
                                Allow.toSpeakForTheControlPlane(bus.getEventBusArn())
                                        .when("StringEquals", "events:detail-type", "NamesListed"),
                                Allow.lookAtSecurityGroups(),
                                Allow.removeSshGroups(),
                                Allow.toOurInstances("EndInstancesWhenTold", "ec2:TerminateInstances"),
                                Allow.to("ReadWhatIsWanted", "ssm:GetParameter").on(parameter.getParameterArn()))));
        resource = CustomResource.Builder.create(this, "Guard")
                .serviceToken(function.serviceToken())
                .resourceType("Custom::SpawnGuard")
                .properties(Map.of("OnDestroyParameter", ON_DESTROY))
                .build();
    }

    /** To be called when everything else is in the stack. */
    void deletedFirst() {
        if (!(resource.getNode().getDefaultChild() instanceof CfnResource guard)) {
            throw new IllegalStateException("a CustomResource is no longer made of one CfnResource; order it anew");
        }
        for (IConstruct construct : Stack.of(this).getNode().findAll()) {
            if (construct instanceof CfnResource other
                    && !other.getNode().getPath().equals(guard.getNode().getPath())) {
                guard.addResourceDependency(other);
            }
        }
    }
}
