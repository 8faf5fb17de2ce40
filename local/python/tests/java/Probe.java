import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The function under the executor's tests: does what its input names. Names of errors are matched by the tests. */
public final class Probe implements RequestStreamHandler {
    private static int calls;

    static {
        if ("init".equals(System.getenv("PROBE_FAIL"))) {
            throw new IllegalStateException("no configuration");
        }
        if ("init-exit".equals(System.getenv("PROBE_FAIL"))) {
            Runtime.getRuntime().halt(7);
        }
    }

    public static final class Wanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wanted(String message) {
            super(message);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        calls++;
        System.out.println("probe heard " + text);
        String answer = "\"done\"";
        if (text.contains("\"throw\"")) {
            throw new Wanted("as asked");
        } else if (text.contains("\"exit\"")) {
            System.exit(3);
        } else if (text.contains("\"halt\"")) {
            Runtime.getRuntime().halt(0);
        } else if (text.contains("\"hang\"")) {
            pause(60_000);
        } else if (text.contains("\"memory\"")) {
            List<byte[]> kept = new ArrayList<>();
            while (true) {
                kept.add(new byte[8 << 20]);
            }
        } else if (text.contains("\"slow\"")) {
            pause(700);
        } else if (text.contains("\"large\"")) {
            answer = "\"" + "x".repeat(7_000_000) + "\"";
        } else if (text.contains("\"context\"")) {
            answer = "{\"function\":\"" + context.getFunctionName() + "\",\"memory\":" + context.getMemoryLimitInMB()
                    + ",\"left\":" + context.getRemainingTimeInMillis() + ",\"arn\":\"" + context.getInvokedFunctionArn()
                    + "\",\"variable\":\"" + System.getenv("PROBE_VARIABLE") + "\",\"home\":\""
                    + System.getenv("AWS_ENDPOINT_URL") + "\",\"pid\":" + ProcessHandle.current().pid() + ",\"calls\":"
                    + calls + "}";
        } else if (text.contains("ResponseURL")) {
            answerCustomResource(text);
        }
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    /** As a custom resource: Mode says what to answer; the event comes back as an attribute. */
    private static void answerCustomResource(String event) throws IOException {
        if (event.contains("\"Mode\": \"throw\"")) {
            throw new Wanted("custom resource broke");
        }
        if (event.contains("\"Mode\": \"silent\"")) {
            return;
        }
        boolean guards = event.contains("\"Mode\": \"guard\"") && event.contains("\"RequestType\": \"Delete\"");
        boolean refuses = guards ? !"release".equals(System.getenv("PROBE_VARIABLE")) : event.contains("\"Mode\": \"refuse\"");
        String status = refuses ? "FAILED" : "SUCCESS";
        String id = event.contains("\"Mode\": \"second\"") ? "probe-2" : "probe-1";
        String kept = event.replace("\\", "\\\\").replace("\"", "\\\"");
        String body = "{\"Status\":\"" + status + "\",\"Reason\":\"the probe says no\",\"PhysicalResourceId\":\"" + id
                + "\",\"Data\":{\"Event\":\"" + kept + "\",\"Number\":7}}";
        int from = event.indexOf("http", event.indexOf("\"ResponseURL\""));
        URI url = URI.create(event.substring(from, event.indexOf('"', from)));
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
