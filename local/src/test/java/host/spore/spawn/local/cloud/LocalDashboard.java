package host.spore.spawn.local.cloud;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/** {@code local/dashboard} of the cloud that tests run on, and what there is to be seen in it. */
public final class LocalDashboard implements AutoCloseable {
    private final Cloud cloud;
    private final Process process;
    private final String url;

    private LocalDashboard(Cloud cloud, Process process, String url) {
        this.cloud = cloud;
        this.process = process;
        this.url = url;
    }

    public static LocalDashboard start(Cloud cloud) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        Cloud.ROOT.resolve("local/dashboard").toString(), "--every", "2")
                .redirectError(cloud.folder("log/dashboard.log").toFile());
        command.environment()
                .putAll(Map.of("SPAWN_LOCAL_HOME", cloud.folder(".").normalize().toString()));
        Process process = command.start();
        process.getOutputStream().close();
        String url =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (url == null || !url.startsWith("http://127.0.0.1:")) {
            process.destroy();
            throw new AssertionError("local/dashboard said " + url + ": see dashboard.log");
        }
        return new LocalDashboard(cloud, process, url);
    }

    public String url() {
        return url;
    }

    /** Launches an instance, and answers its name. */
    public String launched() {
        String name = cloud.newName("seen");
        cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "10m");
        return name;
    }

    public void terminate(String name) {
        cloud.accepted("terminate", name);
    }

    /** What the deployed function answers. */
    public String page(JsonObject asked) {
        String answer = cloud.functions
                .invoke(request ->
                        request.functionName("spawn-widgets").payload(SdkBytes.fromUtf8String(asked.toString())))
                .payload()
                .asUtf8String();
        return Json.parse(answer) instanceof Json.JsonString(String page) ? page : "";
    }

    /** How it answers somebody who comes by another name, as pages of others in the same browser may. */
    public int statusFor(String path, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        headers.forEach(request::header);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
