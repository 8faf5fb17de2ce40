package host.spore.spawn.cdk;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.Schemas;
import host.spore.spawn.events.json.JsonObject;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.eventschemas.CfnRegistry;
import software.amazon.awscdk.services.eventschemas.CfnSchema;
import software.constructs.Construct;

/**
 * The shapes of all commands and events, in EventBridge's schema registry: for whoever writes rules and transformers, and
 * for the code bindings that the console makes. A stack of its own, since nothing else needs it.
 */
public final class SpawnSchemas extends Stack {
    SpawnSchemas(Construct scope, String id, StackProps properties) {
        super(scope, id, properties);
        var registry = CfnRegistry.Builder.create(this, "Registry")
                .registryName("spawn")
                .description("Commands and events of spawn: what the detail of each has.")
                .build();
        Stream.concat(Language.commandTypes().stream(), Language.eventTypes().stream())
                .forEach(type -> {
                    JsonObject schema = Schemas.of(type);
                    CfnSchema.Builder.create(this, type)
                            .registryName(registry.getAttrRegistryName())
                            .schemaName(type)
                            .type("JSONSchemaDraft4")
                            .description(schema.string("description"))
                            .content(schema.toString())
                            .build();
                });
        SpawnStacks.tag(this);
    }
}
