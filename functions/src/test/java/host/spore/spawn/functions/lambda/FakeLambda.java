package host.spore.spawn.functions.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a handler as Lambda does, and keeps what it logged. */
public final class FakeLambda implements Context {
    public static final String ACCOUNT = "123456789012";
    public static final String REGION = "us-east-1";

    private final List<String> lines = new ArrayList<>();

    public JsonObject invoke(RequestStreamHandler handler, JsonObject input) {
        return (JsonObject) ask(handler, input);
    }

    /** The same of one that may answer with something else than an object. */
    public Json ask(RequestStreamHandler handler, JsonObject input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)), out, this);
        } catch (IOException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
        return Json.parse(out.toString(StandardCharsets.UTF_8));
    }

    /** Each is one JSON object in one line, or this throws. */
    public List<JsonObject> logged() {
        return lines.stream().map(FakeLambda::onlyLine).map(JsonObject::parse).toList();
    }

    private static String onlyLine(String text) {
        if (!text.endsWith("\n") || text.indexOf('\n') != text.length() - 1) {
            throw new AssertionError("not one line: " + text);
        }
        return text;
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                lines.add(message);
            }

            @Override
            public void log(byte[] message) {
                lines.add(new String(message, StandardCharsets.UTF_8));
            }
        };
    }

    @Override
    public String getAwsRequestId() {
        return "request-1";
    }

    @Override
    public String getLogGroupName() {
        return "group";
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return "function";
    }

    @Override
    public String getFunctionVersion() {
        return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:function";
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return 30_000;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }
}
