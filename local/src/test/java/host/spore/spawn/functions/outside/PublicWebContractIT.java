package host.spore.spawn.functions.outside;

import host.spore.spawn.local.cloud.Endpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class PublicWebContractIT extends WebContract {
    private final List<Endpoint> endpoints = new ArrayList<>();

    @AfterEach
    void closeThem() {
        endpoints.forEach(Endpoint::close);
    }

    @Override
    protected Web subject() {
        return new PublicWeb(Set.of("http://127.0.0.1"));
    }

    @Override
    protected URI answering(int status, String body) {
        endpoints.add(new Endpoint(body, status));
        return endpoints.getLast().url();
    }

    /** An HTTP server tells the names of headers in a form of its own. */
    @Override
    protected Sent sent() {
        Endpoint.Request request = endpoints.getLast().await(1).getFirst();
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).equals("x-spawn-id")) {
                headers.put("X-Spawn-Id", value);
            }
        });
        return new Sent(headers, request.body());
    }

    @Override
    protected URI silent() {
        Endpoint gone = new Endpoint("", 200);
        gone.close();
        return gone.url();
    }
}
