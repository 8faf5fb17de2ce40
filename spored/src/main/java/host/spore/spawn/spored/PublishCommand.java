package host.spore.spawn.spored;

import host.spore.spawn.events.Instants;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code spored publish}: one signed PutEvents call. Reads the request of {@link Publisher} from standard input, answers
 * the Date of the bus and one line per report on standard output, and is gone.
 */
final class PublishCommand {
    private static final int READ_MILLIS = 8_000;
    /** Refusals that the same bytes would meet again. */
    static final Set<String> HOPELESS = Set.of("MalformedDetail", "InvalidArgument");

    /** Before the Date of the answer, in the first line of our own. */
    static final String DATE = "date ";

    private final MetadataService metadata;
    private final Optional<String> endpoint;
    private final PrintStream out;

    /** @param endpoint the environment variable {@code AWS_ENDPOINT_URL} */
    PublishCommand(MetadataService metadata, Optional<String> endpoint, PrintStream out) {
        this.metadata = metadata;
        this.endpoint = endpoint;
        this.out = out;
    }

    /** @throws IOException when nothing at all could be published */
    void run(InputStream in) throws IOException {
        JsonObject request = JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        List<Report> reports =
                request.objects("reports").stream().map(Report::parse).toList();
        // The agent's, which AWS has confirmed: a signature by a wrong clock would be refused.
        Instant now = Instants.parse(request.string("now"));
        String region = request.string("region");
        URI uri = new Endpoints(endpoint, region, request.string("domain")).service("events");
        byte[] body = body(reports, request.string("bus")).toString().getBytes(StandardCharsets.UTF_8);
        SigV4 signer = new SigV4(Credentials.ofRole(metadata), region, "events");
        answer(reports, post(uri, signer, body, now));
    }

    static JsonObject body(List<Report> reports, String bus) {
        List<Json> entries = new ArrayList<>();
        for (Report report : reports) {
            entries.add(JsonObject.builder()
                    .put("EventBusName", bus)
                    .put("Source", report.source())
                    .put("DetailType", report.detailType())
                    .put("Time", Instants.parse(report.time()).getEpochSecond())
                    .put("Detail", report.detail().toString())
                    .build());
        }
        return JsonObject.builder().put("Entries", new JsonArray(entries)).build();
    }

    private JsonObject post(URI uri, SigV4 signer, byte[] body, Instant now) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-amz-json-1.1");
        headers.put("X-Amz-Target", "AWSEvents.PutEvents");
        SignedCall.Answer answer =
                new SignedCall("POST", uri, headers, Content.of(body), READ_MILLIS).send(signer, now);
        // A refusal has one too, and may be for want of it: the agent's clock goes by this where others disagree.
        out.println(DATE + answer.date());
        if (answer.status() != 200) {
            throw new IOException(uri + " answered " + answer.status() + ": " + Printable.of(answer.text()));
        }
        return JsonObject.parse(answer.text());
    }

    /** PutEvents answers 200 with refusals inside: every entry's answer is looked at. */
    private void answer(List<Report> reports, JsonObject response) throws IOException {
        List<JsonObject> entries = response.objects("Entries");
        if (entries.size() != reports.size()) {
            throw new IOException("asked about " + reports.size() + " entries, answered about " + entries.size());
        }
        for (int i = 0; i < entries.size(); i++) {
            Optional<String> error = entries.get(i).optionalString("ErrorCode");
            String id = reports.get(i).id();
            if (error.isEmpty()) {
                out.println("taken " + id);
            } else {
                String reason = entries.get(i).optionalString("ErrorMessage").orElse("no reason given");
                out.println((HOPELESS.contains(error.get()) ? "hopeless " : "refused ") + id + " "
                        + Printable.of(error.get() + ": " + reason));
            }
        }
        out.flush();
    }
}
