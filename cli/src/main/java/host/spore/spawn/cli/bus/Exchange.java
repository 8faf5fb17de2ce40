package host.spore.spawn.cli.bus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its answer. {@code HttpURLConnection}, because {@code HttpClient} starts threads and costs 300 ms
 * more for a single request.
 *
 * @param status of HTTP
 * @param body as text
 * @param serverDate the {@code Date} header in milliseconds, 0 when there is none
 */
record Exchange(int status, String body, long serverDate) {
    /** An answer of PutEvents has a few hundred bytes; more is not from EventBridge. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    static Exchange post(URI uri, Map<String, List<String>> headers, byte[] body, int connectMillis, int readMillis)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setConnectTimeout(connectMillis);
        connection.setReadTimeout(readMillis);
        // A redirect would lead a signed request somewhere else, as a GET.
        connection.setInstanceFollowRedirects(false);
        // One request, so no connection to keep for a second, nor the thread that would watch it.
        connection.setRequestProperty("Connection", "close");
        connection.setDoOutput(true);
        // A fixed length also keeps the JDK from silently sending a POST twice.
        connection.setFixedLengthStreamingMode(body.length);
        headers.forEach((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        return new Exchange(
                status,
                read(status < 400 ? connection.getInputStream() : connection.getErrorStream()),
                connection.getDate());
    }

    private static String read(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
        }
    }
}
