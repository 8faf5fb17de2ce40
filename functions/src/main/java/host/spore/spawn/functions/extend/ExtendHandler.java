package host.spore.spawn.functions.extend;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.ExtendInstance;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.lookup.Found;
import host.spore.spawn.functions.lookup.Targets;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DeadlineTag;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.DynamoNames;
import host.spore.spawn.functions.store.Extension;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.wake.Callbacks;
import host.spore.spawn.functions.wake.StepFunctionsCallbacks;
import host.spore.spawn.functions.wake.Wake;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Moves a deadline: {@code {type, command, …}} becomes {@code {"result":"done","type":"DeadlineExtended","fields":{…}}} or
 * {@code {"result":"rejected","reason":…}}. First the row, on condition of its version, then the tag, then the lifecycle
 * is woken; whatever is cut short in between is finished by the flow's retry, which finds its own mark in the row.
 */
public final class ExtendHandler extends JsonHandler {
    private static final int TRIES = 10;

    private final Targets targets;
    private final InstanceRows rows;
    private final Instances instances;
    private final Callbacks callbacks;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public ExtendHandler() {
        this(Environment.ofProcess());
    }

    private ExtendHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private ExtendHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb());
    }

    private ExtendHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb) {
        this(
                new DynamoNames(dynamoDb, environment.required("SPAWN_NAMES_TABLE")),
                new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE")),
                new Ec2Instances(clients.ec2()),
                new StepFunctionsCallbacks(clients.stepFunctions()),
                InstantSource.system());
    }

    ExtendHandler(
            host.spore.spawn.functions.store.Names names,
            InstanceRows rows,
            Instances instances,
            Callbacks callbacks,
            InstantSource clock) {
        this.targets = new Targets(names, rows, instances);
        this.rows = rows;
        this.instances = instances;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        ExtendInstance command;
        try {
            if (!(Language.command(input.string("type"), input.object("command"))
                            .orElse(null)
                    instanceof ExtendInstance extend)) {
                return Answers.rejected("\"" + input.string("type") + "\": this flow extends; publish ExtendInstance");
            }
            command = extend;
        } catch (IllegalArgumentException notOurLanguage) {
            return Answers.rejected(String.valueOf(notOurLanguage.getMessage()));
        }
        JsonObject answer = extend(command, invocation.log());
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("target", command.target()),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject extend(ExtendInstance command, Log log) {
        for (int i = 0; i < TRIES; i++) {
            Found found = targets.find(command.target());
            if (found instanceof Found.Missing(String reason)) {
                return Answers.rejected(reason);
            }
            Found.Instance target = (Found.Instance) found;
            switch (Extend.decide(command, target, clock.instant())) {
                case Extend.Decision.Refuse(String reason) -> {
                    return Answers.rejected(reason);
                }
                case Extend.Decision.Moved(Extension extension) -> {
                    return finish(target, extension, command, log);
                }
                case Extend.Decision.Move(Extension extension) -> {
                    if (rows.change(target.row(), change(target.row(), extension, command))
                            .isPresent()) {
                        return finish(target, extension, command, log);
                    }
                    // Somebody was quicker: an event, or another extension. Read and decide again.
                }
            }
        }
        throw new IllegalStateException("the row of " + command.target() + " changed " + TRIES + " times meanwhile");
    }

    /** Of a deadline that moves back, the latest it has left is kept: a tag up to there is an old one. */
    private static RowChange change(InstanceRow row, Extension extension, ExtendInstance command) {
        RowChange moved = RowChange.NONE
                .set(Column.DEADLINE, extension.deadline())
                .set(Column.DEADLINE_CORRELATION, command.envelope().correlationId())
                .add(extension);
        return extension.isShortening() && !row.hasLeft(extension.previous())
                ? moved.set(Column.SHORTENED_FROM, extension.previous())
                : moved;
    }

    private JsonObject finish(Found.Instance target, Extension extension, ExtendInstance command, Log log) {
        InstanceRow row = DeadlineTag.write(rows, instances, target.id());
        Optional<String> overtaken =
                Extend.overtaken(extension, new Found.Instance(target.id(), target.name(), row, target.view()));
        if (overtaken.isEmpty()
                && row.deadline().filter(extension.deadline()::isAfter).isPresent()) {
            // A row that was lost and made anew from the older tag. Never acknowledged; the flow asks again, and it
            // moves.
            throw new IllegalStateException("the row of " + target.id() + " has lost this extension");
        }
        Wake.lifecycle(row, callbacks, log);
        Found.Instance now = new Found.Instance(target.id(), target.name(), row, instances.find(target.id()));
        Optional<String> notSo = overtaken.or(() -> Extend.tooLate(extension, now, clock.instant()));
        if (notSo.isPresent()) {
            return Answers.rejected(notSo.get());
        }
        return JsonObject.builder()
                .put("result", "done")
                .put("type", extension.isShortening() ? "DeadlineShortened" : "DeadlineExtended")
                .put(
                        "fields",
                        JsonObject.builder()
                                .put("commandId", command.envelope().id())
                                .put("commandType", command.type())
                                .put("instanceId", target.id().value())
                                .put("name", target.name().map(Object::toString).orElse("unknown"))
                                .put("previous", extension.previous().toString())
                                .put("deadline", extension.deadline().toString())
                                .build())
                .build();
    }
}
