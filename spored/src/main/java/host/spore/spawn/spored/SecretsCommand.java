package host.spore.spawn.spored;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code spored secrets}: reads references from standard input, one {@code NAME ARN} a line, and answers {@code
 * NAME=VALUE} for each, with a zero byte behind it: all of them, or none. Run by the workload's wrapper as the user whose
 * workload it is. A value is written there and nowhere else; what goes wrong names the reference only.
 */
final class SecretsCommand {
    private static final int READ_MILLIS = 8_000;

    /** About half a minute: a network that has just come up, a role that is known everywhere in a moment. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15));

    private final MetadataService metadata;
    private final Optional<String> endpoint;
    private final PrintStream out;
    private final List<Duration> pauses;

    /** @param endpoint the environment variable {@code AWS_ENDPOINT_URL} */
    SecretsCommand(MetadataService metadata, Optional<String> endpoint, PrintStream out) {
        this(metadata, endpoint, out, PAUSES);
    }

    SecretsCommand(MetadataService metadata, Optional<String> endpoint, PrintStream out, List<Duration> pauses) {
        this.metadata = metadata;
        this.endpoint = endpoint;
        this.out = out;
        this.pauses = pauses;
    }

    /** @throws IOException when one of them cannot be had: which, and why */
    void run(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                String name = line.substring(0, blank);
                String value = value(name, line.substring(blank + 1));
                all.writeBytes((name + "=" + value).getBytes(StandardCharsets.UTF_8));
                all.write(0);
            }
        }
        all.writeTo(out);
        out.flush();
    }

    private String value(String name, String arn) throws IOException {
        int tries = 0;
        while (true) {
            try {
                String value = read(arn);
                if (value.indexOf('\0') >= 0) {
                    throw new IOException("its value has a zero byte, which no variable can");
                }
                return value;
            } catch (IOException | JsonException failed) {
                if (tries == pauses.size()) {
                    throw new IOException("secret " + name + " (" + arn + "): " + failed.getMessage());
                }
                pause(pauses.get(tries));
                tries++;
            }
        }
    }

    private String read(String arn) throws IOException {
        String[] parts = arn.split(":", 6);
        boolean isParameter = parts.length == 6 && parts[2].equals("ssm");
        if (!isParameter && (parts.length != 6 || !parts[2].equals("secretsmanager"))) {
            throw new IOException("neither a parameter of SSM nor a secret of Secrets Manager");
        }
        JsonObject request = isParameter
                ? JsonObject.builder()
                        .put("Name", arn)
                        .put("WithDecryption", true)
                        .build()
                : JsonObject.builder().put("SecretId", arn).build();
        JsonObject answer = ask(
                parts[2], parts[3], isParameter ? "AmazonSSM.GetParameter" : "secretsmanager.GetSecretValue", request);
        if (isParameter) {
            return answer.object("Parameter").string("Value");
        }
        return answer.optionalString("SecretString")
                .orElseThrow(() -> new IOException("it is binary; only text can be a variable"));
    }

    private JsonObject ask(String service, String region, String target, JsonObject request) throws IOException {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        Credentials credentials = Credentials.ofRole(metadata);
        String domain = metadata.get("/latest/meta-data/services/domain").orElse("amazonaws.com");
        // A machine whose clock is wrong would have its signature refused; the service on the host knows better.
        Instant now = metadata.takeDate().orElseGet(Instant::now);
        URI uri = new Endpoints(endpoint, region, domain).service(service);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-amz-json-1.1");
        headers.put("X-Amz-Target", target);
        SignedCall.Answer answer = new SignedCall("POST", uri, headers, Content.of(body), READ_MILLIS)
                .send(new SigV4(credentials, region, service), now);
        if (answer.status() != 200) {
            throw new IOException(answer.status() + " " + refusal(answer.text()));
        }
        try {
            return JsonObject.parse(answer.text());
        } catch (JsonException unreadable) {
            // Its own message would quote the answer, and with it the secret.
            throw new IOException("an answer that is no JSON");
        }
    }

    /** AWS's own words. Only of what is an error by its form: nothing else of an answer is ever shown. */
    private static String refusal(String text) {
        try {
            JsonObject error = JsonObject.parse(text);
            String type = error.optionalString("__type").orElse("");
            return Printable.of(type.substring(type.lastIndexOf('#') + 1) + ": "
                    + error.optionalString("message")
                            .or(() -> error.optionalString("Message"))
                            .orElse("no reason given"));
        } catch (JsonException unreadable) {
            return "with no reason";
        }
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped");
        }
    }
}
