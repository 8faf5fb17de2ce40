package host.spore.spawn.local.cloud;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Bad days for what functions and flows ask of EC2 and DynamoDB, until this is closed. They befall the functions of every
 * test, so whoever makes them runs alone.
 */
final class Faults implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI control;

    /** @param forecast as {@code faults.py} says */
    Faults(Cloud cloud, JsonObject forecast) {
        control = URI.create(cloud.setting("AWS_ENDPOINT_URL") + "/_spawn/faults");
        ask("PUT", forecast.toString());
    }

    /** How often what was met so far: {@code "ec2 RunInstances lost": 3}. */
    JsonObject met() {
        return ask("GET", "").object("met");
    }

    @Override
    public void close() {
        ask("DELETE", "");
        http.close();
    }

    private JsonObject ask(String method, String body) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(control)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(method + " " + control + ": " + answer.statusCode() + " " + answer.body());
            }
            return JsonObject.parse(answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(control.toString(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
