package host.spore.spawn.cdk;

import java.util.Optional;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/**
 * Which stacks there are, and how they find each other.
 *
 * <p>They agree on names and share no CloudFormation export: an export that is in use cannot be changed or deleted, and
 * it does not reach another account. So one account and two accounts are wired the same way.
 */
record SpawnStacks(
        Optional<SpawnInfrastructure> infrastructure, SpawnWorkload workload, Optional<SpawnSchemas> schemas) {
    static final String INFRASTRUCTURE = "SpawnInfrastructure";
    static final String WORKLOAD = "SpawnWorkload";
    static final String SCHEMAS = "SpawnSchemas";

    /** A workload that names a bus elsewhere gets no infrastructure of its own: "deploy all" must not make a second one. */
    static SpawnStacks in(Construct scope, Settings settings, Artefacts artefacts) {
        Optional<SpawnInfrastructure> infrastructure =
                settings.infrastructureBusArn().isPresent()
                        ? Optional.empty()
                        : Optional.of(new SpawnInfrastructure(
                                scope,
                                INFRASTRUCTURE,
                                properties("spawn: what all accounts share: binaries, DNS and the bus that feeds it."),
                                settings,
                                artefacts));
        var workload = new SpawnWorkload(
                scope,
                WORKLOAD,
                properties(
                        "spawn: bus, flows, tables, rules and the role of the instances. Deleting it is refused while"
                                + " instances live; the results bucket is retained."),
                settings,
                artefacts);
        // Deployed first, destroyed last: the launch needs the agent's archive, the guard DNS that still cleans up.
        infrastructure.ifPresent(stack ->
                workload.addStackDependency(stack, "the agent's archive and DNS come before the first launch"));
        Optional<SpawnSchemas> schemas = settings.eventSchemas()
                ? Optional.of(new SpawnSchemas(
                        scope,
                        SCHEMAS,
                        properties("spawn: the shapes of its events, in EventBridge's schema registry.")))
                : Optional.empty();
        return new SpawnStacks(infrastructure, workload, schemas);
    }

    private static StackProps properties(String description) {
        return StackProps.builder()
                .description(description)
                .terminationProtection(false)
                .build();
    }

    /** Our own resources carry a tag, so that a bill can tell them from the rest; instances are tagged by the launch. */
    static void tag(Construct stack) {
        Tags.of(stack).add("spawn:component", "control-plane");
    }
}
