package host.spore.spawn.functions.select;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the instances of a command about many: {@code {type, command, …}} becomes {@code {"result":"found", "command":{…},
 * "children":[{commandId, instanceId, name}]}} or {@code {"result":"rejected","reason":…}}, where {@code command} is what
 * all of them share. Reads only.
 */
public final class SelectHandler extends JsonHandler {
    /** What is of the command about many alone. */
    private static final Set<String> SELECTING = Set.of("id", "owner", "array", "sweep");

    private final Instances instances;

    /** As Lambda makes it. */
    public SelectHandler() {
        this(new Ec2Instances(new Clients(Environment.ofProcess()).ec2()));
    }

    SelectHandler(Instances instances) {
        this.instances = instances;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        JsonObject answer = select(input);
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("instances", answer.array("children").size()),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject select(JsonObject input) {
        String type = input.string("type");
        Optional<Command> command;
        try {
            command = Language.command(type, input.object("command"));
        } catch (IllegalArgumentException notOurLanguage) {
            return Answers.rejected(String.valueOf(notOurLanguage.getMessage()));
        }
        if (command.isEmpty()) {
            return Answers.rejected("\"" + Printable.of(type) + "\": no command; there are "
                    + String.join(", ", Language.commandTypes()));
        }
        return switch (Select.decide(command.get(), instances.living())) {
            case Select.Decision.Refuse(String reason) -> Answers.rejected(reason);
            case Select.Decision.These(List<Select.Child> children) ->
                JsonObject.builder()
                        .put("result", "found")
                        .put("command", shared(command.get()))
                        .put(
                                "children",
                                new JsonArray(children.stream()
                                        .<Json>map(SelectHandler::wire)
                                        .toList()))
                        .build();
        };
    }

    /** What is the same for all; id and target are the flow's to add. */
    private static JsonObject shared(Command command) {
        JsonObject.Builder shared = JsonObject.builder();
        command.toJson().members().forEach((key, value) -> {
            if (!SELECTING.contains(key)) {
                shared.put(key, value);
            }
        });
        return shared.build();
    }

    private static JsonObject wire(Select.Child child) {
        return JsonObject.builder()
                .put("commandId", child.commandId())
                .put("instanceId", child.instanceId().value())
                .put("name", child.name())
                .build();
    }
}
