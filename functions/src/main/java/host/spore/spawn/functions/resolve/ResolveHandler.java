package host.spore.spawn.functions.resolve;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lookup.Found;
import host.spore.spawn.functions.lookup.Targets;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.DynamoNames;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Finds the instance of a terminate, stop, hibernate or start: {@code {type, command, …}} becomes {@code {"result":"found",
 * instanceId, name, state, market}} or {@code {"result":"rejected","reason":…}}. Reads only.
 */
public final class ResolveHandler extends JsonHandler {
    private final Targets targets;

    /** As Lambda makes it. */
    public ResolveHandler() {
        this(Environment.ofProcess());
    }

    private ResolveHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private ResolveHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb());
    }

    private ResolveHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb) {
        this(new Targets(
                new DynamoNames(dynamoDb, environment.required("SPAWN_NAMES_TABLE")),
                new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE")),
                new Ec2Instances(clients.ec2())));
    }

    ResolveHandler(Targets targets) {
        this.targets = targets;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        JsonObject answer = resolve(input);
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("instanceId", answer.optionalString("instanceId").orElse(null)),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject resolve(JsonObject input) {
        String type = input.string("type");
        Command command;
        try {
            Optional<Command> read = Language.command(type, input.object("command"));
            if (read.isEmpty()) {
                return Answers.rejected("\"" + Printable.of(type) + "\": no command; there are "
                        + String.join(", ", Language.commandTypes()));
            }
            command = read.get();
        } catch (IllegalArgumentException notOurLanguage) {
            return Answers.rejected(String.valueOf(notOurLanguage.getMessage()));
        }
        Optional<Target> target = Resolve.target(command);
        if (target.isEmpty()) {
            return Answers.rejected(type + " is about no instance");
        }
        return switch (targets.find(target.get())) {
            case Found.Missing(String reason) -> Answers.rejected(reason);
            case Found.Instance found ->
                Resolve.refusal(command, found).map(Answers::rejected).orElseGet(() -> found(found));
        };
    }

    private static JsonObject found(Found.Instance found) {
        return JsonObject.builder()
                .put("result", "found")
                .put("instanceId", found.id().value())
                .put("name", found.name().map(Object::toString).orElse("unknown"))
                // EC2 forgets what ended an hour ago.
                .put("state", found.state().orElse(InstanceState.TERMINATED).wire())
                .put("market", Resolve.market(found).wire())
                .build();
    }
}
