package host.spore.spawn.cli.bus;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

/**
 * Where PutEvents goes.
 *
 * @param uri http or https
 * @param isLoopback an emulator on this machine, of which the console knows nothing
 */
public record Endpoint(URI uri, boolean isLoopback) {
    /** The SDKs' own variables: the one for the service wins. */
    private static final List<String> VARIABLES = List.of("AWS_ENDPOINT_URL_EVENTBRIDGE", "AWS_ENDPOINT_URL");

    /** @throws Refusal when a variable holds no URL */
    public static Endpoint of(BusArn bus, Map<String, String> environment) {
        for (String variable : VARIABLES) {
            String text = environment.getOrDefault(variable, "").strip();
            if (!text.isEmpty()) {
                return parse(variable, text);
            }
        }
        return new Endpoint(bus.endpoint(), false);
    }

    private static Endpoint parse(String variable, String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            if (host != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return new Endpoint(uri, isLoopback(host));
            }
        } catch (URISyntaxException notAUri) {
            // Refused below, with the whole text in view: where in it the parser stumbled helps nobody.
        }
        throw new Refusal(
                variable + " \"" + Printable.of(text) + "\": an http or https URL, for example http://127.0.0.1:4566");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("[::1]")
                // LocalStack: its public name resolves to 127.0.0.1.
                || host.endsWith("localhost.localstack.cloud");
    }
}
