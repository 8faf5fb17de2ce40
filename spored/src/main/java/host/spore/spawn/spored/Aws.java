package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls to AWS by the instance's role, each of them once. For many threads. */
final class Aws {
    private static final String JSON = "application/x-amz-json-";

    private final Role role;
    private final Endpoints endpoints;
    private final SteadyClock clock;

    Aws(Role role, Endpoints endpoints, SteadyClock clock) {
        this.role = role;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    /** @param version of the service's JSON protocol, {@code 1.0} or {@code 1.1} */
    SignedCall json(String service, String version, String target, JsonObject body, int readMillis) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", JSON + version);
        headers.put("X-Amz-Target", target);
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return new SignedCall("POST", endpoints.service(service), headers, Content.of(bytes), readMillis);
    }

    JsonObject ask(String service, SignedCall call) throws IOException {
        SignedCall.Answer answer = send(service, call);
        if (answer.status() != 200) {
            throw refusal(answer);
        }
        try {
            return JsonObject.parse(answer.text());
        } catch (JsonException unreadable) {
            throw new IOException(service + " answered what is no JSON", unreadable);
        }
    }

    /** Whatever it says, but for a refusal of the login, which is read anew for the next. */
    SignedCall.Answer send(String service, SignedCall call) throws IOException {
        SignedCall.Answer answer = call.send(signer(service), clock.instant());
        HttpDate.parse(answer.date()).ifPresent(clock::hearBus);
        return answer;
    }

    AwsRefusal refusal(SignedCall.Answer answer) {
        AwsRefusal refusal = AwsRefusal.of(answer);
        if (refusal.isOfLogin()) {
            role.forget();
        }
        return refusal;
    }

    /** The headers of a request that another program sends. */
    Map<String, String> sign(String service, String method, URI uri, Map<String, String> headers, String hash)
            throws IOException {
        return signer(service).sign(method, uri, headers, hash, clock.instant());
    }

    private SigV4 signer(String service) throws IOException {
        return new SigV4(role.credentials(), endpoints.region(), service);
    }
}
