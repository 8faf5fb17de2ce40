package host.spore.spawn.functions.lambda;

import static host.spore.spawn.functions.lambda.Log.field;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function with JSON in and JSON out, by the language's own codec: Lambda's mapper would load Jackson, half a second.
 * What the function throws fails the invocation, under the exception's class name, and the caller retries.
 */
public abstract class JsonHandler implements RequestStreamHandler {
    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Log log = Log.to(context.getLogger()::log).with("requestId", context.getAwsRequestId());
        JsonObject input = JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        log = log.with("correlationId", correlationOf(input).orElse(null));
        Json answer;
        try {
            answer = handle(input, new Invocation(log, context.getLogger()::log, ownAccount(context)));
        } catch (RuntimeException failure) {
            log.error("failed", field("error", failure.getClass().getName()), field("reason", failure.getMessage()));
            throw failure;
        }
        out.write(answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An object, but for who asks for a text: a custom widget's page is one. */
    protected abstract Json handle(JsonObject input, Invocation invocation);

    /** Flow inputs carry it in the command or the plan, events in their detail. */
    private static Optional<String> correlationOf(JsonObject input) {
        return Stream.concat(
                        Stream.of(input),
                        Stream.of("command", "plan", "detail")
                                .filter(key -> input.members().get(key) instanceof JsonObject)
                                .map(input::object))
                .filter(part -> part.members().get("correlationId") instanceof Json.JsonString)
                .map(part -> part.string("correlationId"))
                .findFirst();
    }

    /** arn:aws:lambda:us-east-1:123456789012:function:spawn-plan */
    private static @Nullable String ownAccount(Context context) {
        String arn = context.getInvokedFunctionArn();
        String[] parts = arn == null ? new String[0] : arn.split(":");
        return parts.length > 4 ? parts[4] : null;
    }

    /**
     * What is known about this call beside its input.
     *
     * @param log carries the correlation id
     * @param sink where the log goes
     * @param account in which the function runs; null where nothing says so
     */
    public record Invocation(
            Log log, Consumer<String> sink, @Nullable String account) {
        /** A line of a format of its own, such as a metric. */
        public void emit(JsonObject line) {
            sink.accept(line + "\n");
        }
    }
}
