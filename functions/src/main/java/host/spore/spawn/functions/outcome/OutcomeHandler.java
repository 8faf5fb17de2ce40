package host.spore.spawn.functions.outcome;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.announce.Announcer;
import host.spore.spawn.functions.announce.Announcer.Announcement;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.store.DynamoOutcomes;
import java.time.InstantSource;

/**
 * Says how a command, or an instance, ended: {@code {key, correlationId, type, fields}} becomes {@code {type, id,
 * written}}. What was said first under a key is what is said ever after.
 */
public final class OutcomeHandler extends JsonHandler {
    private final Announcer announcer;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public OutcomeHandler() {
        this(Environment.ofProcess());
    }

    private OutcomeHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private OutcomeHandler(Environment environment, Clients clients) {
        this(
                new Announcer(
                        new DynamoOutcomes(clients.dynamoDb(), environment.required("SPAWN_OUTCOMES_TABLE")),
                        new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME"))),
                InstantSource.system());
    }

    OutcomeHandler(Announcer announcer, InstantSource clock) {
        this.announcer = announcer;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        String key = input.string("key");
        Announcement said = announcer.announce(
                key, input.string("correlationId"), input.string("type"), input.object("fields"), clock.instant());
        invocation
                .log()
                .info(
                        said.written() ? "announced" : "was announced before",
                        field("key", key),
                        field("type", said.type()),
                        field("id", said.id()));
        if (said.written()) {
            OutcomeMetric.of(said.type(), input.object("fields"), clock.instant())
                    .ifPresent(invocation::emit);
        }
        return JsonObject.builder()
                .put("type", said.type())
                .put("id", said.id())
                .put("written", said.written())
                .build();
    }
}
