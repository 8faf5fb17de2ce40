package host.spore.spawn.functions.outside;

import host.spore.spawn.events.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link Web} of the public internet and nothing else. A name is resolved once, every address that it has must be public,
 * and the connection is made to one of those very addresses: a name that resolves to another address a moment later changes
 * nothing. The certificate must be the name's. This is HTTP by hand, because the JDK's clients resolve the name again by
 * themselves, and follow redirects where nobody looks.
 */
public final class PublicWeb implements Web {
    private static final int ENOUGH = 16_384;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Lookup lookup;
    private final Wire wire;
    private final SSLSocketFactory tls;
    private final Set<String> trials;
    private final Bounds bounds;

    /** Where a name leads. */
    @FunctionalInterface
    interface Lookup {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** A connection to an address. */
    @FunctionalInterface
    interface Wire {
        Socket connect(InetSocketAddress to, Duration within) throws IOException;
    }

    /**
     * How long it may take.
     *
     * @param connect to one address
     * @param whole from the look-up to the answer
     */
    record Bounds(Duration connect, Duration whole) {
        static final Bounds USUAL = new Bounds(Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    /**
     * @param trials origins that are reached past all rules, for example {@code http://127.0.0.1:8080}: for an embedded
     *     cloud, on a machine whose owner says so; empty everywhere else
     */
    public PublicWeb(Set<String> trials) {
        this(
                host -> List.of(InetAddress.getAllByName(host)),
                PublicWeb::connected,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                trials,
                Bounds.USUAL);
    }

    PublicWeb(Lookup lookup, Wire wire, SSLSocketFactory tls, Set<String> trials, Bounds bounds) {
        this.lookup = lookup;
        this.wire = wire;
        this.tls = tls;
        this.trials = Set.copyOf(trials);
        this.bounds = bounds;
    }

    @Override
    public Answer post(URI url, Map<String, String> headers, String body) {
        String host = url.getHost();
        if (host == null || url.getScheme() == null || url.getRawUserInfo() != null) {
            return new Answer.NotAllowed("this is no URL of a host, for example https://example.org/alerts");
        }
        boolean isTrial = trials.contains(origin(url)) || trials.contains(url.getScheme() + "://" + host);
        if (!isTrial && !url.getScheme().equals("https")) {
            return new Answer.NotAllowed(
                    "only https is spoken; this URL begins with " + Printable.of(url.getScheme(), 10));
        }
        // Whatever blocks, a look-up or a handshake that drips, ends with its socket.
        AtomicReference<Socket> open = new AtomicReference<>();
        FutureTask<Answer> exchange = new FutureTask<>(() -> exchange(url, headers, body, isTrial, open));
        Thread.ofVirtual().start(exchange);
        try {
            return exchange.get(bounds.whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooSlow) {
            throw new NotReachedException(Printable.of(host) + " did not answer within "
                    + bounds.whole().toSeconds() + " s");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof IOException unreachable) {
                // The class tells enough; a message of TLS or of the resolver may repeat what is in the URL.
                throw new NotReachedException(Printable.of(host) + " was not reached: "
                        + unreachable.getClass().getSimpleName());
            }
            throw new IllegalStateException("a post failed", cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotReachedException("interrupted");
        } finally {
            exchange.cancel(true);
            close(open.get());
        }
    }

    private Answer exchange(
            URI url, Map<String, String> headers, String body, boolean isTrial, AtomicReference<Socket> open)
            throws IOException {
        String host = url.getHost();
        List<InetAddress> addresses = lookup.resolve(bare(host));
        if (!isTrial) {
            for (InetAddress address : addresses) {
                if (!PublicAddress.is(address)) {
                    return new Answer.NotAllowed(Printable.of(host) + " has the address " + address.getHostAddress()
                            + ", which is not one of the public internet; nothing is sent there");
                }
            }
        }
        try (Socket socket = connected(url, addresses, open)) {
            Socket spoken = url.getScheme().equals("https") ? secured(socket, url) : socket;
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            spoken.getOutputStream().write(head(url, headers, bytes.length).getBytes(StandardCharsets.US_ASCII));
            spoken.getOutputStream().write(bytes);
            spoken.getOutputStream().flush();
            return reply(spoken.getInputStream());
        }
    }

    /** To one of the very addresses that were looked at. */
    private Socket connected(URI url, List<InetAddress> addresses, AtomicReference<Socket> open) throws IOException {
        IOException last = new UnknownHostException();
        for (InetAddress address : addresses) {
            try {
                Socket socket = wire.connect(new InetSocketAddress(address, port(url)), bounds.connect());
                open.set(socket);
                socket.setSoTimeout(Math.toIntExact(bounds.whole().toMillis()));
                return socket;
            } catch (IOException next) {
                last = next;
            }
        }
        throw last;
    }

    private static Socket connected(InetSocketAddress to, Duration within) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(to, Math.toIntExact(within.toMillis()));
            return socket;
        } catch (IOException unreachable) {
            close(socket);
            throw unreachable;
        }
    }

    private Socket secured(Socket socket, URI url) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, bare(url.getHost()), port(url), true);
        SSLParameters parameters = secured.getSSLParameters();
        // A socket checks the chain by itself, and whether the name is the right one only if it is told to.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static String head(URI url, Map<String, String> headers, int length) {
        StringBuilder head = new StringBuilder("POST ")
                .append(url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : ascii(url.getRawPath()))
                .append(url.getRawQuery() == null ? "" : "?" + ascii(url.getRawQuery()))
                .append(" HTTP/1.1\r\nHost: ")
                .append(url.getRawAuthority())
                .append("\r\nUser-Agent: spawn\r\nConnection: close\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        headers.forEach((name, value) -> {
            if ((name + value).chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("header " + Printable.of(name) + ": one line of ASCII");
            }
            head.append(name).append(": ").append(value).append("\r\n");
        });
        return head.append("\r\n").toString();
    }

    /** java.net.URI lets letters of other alphabets stand as they are. */
    private static String ascii(String part) {
        return URI.create(part).toASCIIString();
    }

    private static Answer reply(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[2048];
        // The head, and the first of the body where it may tell what is wrong: whoever keeps the connection open, or
        // answers
        // without an end, is left at that.
        while (read.size() < ENOUGH && !isEnough(read.toString(StandardCharsets.ISO_8859_1))) {
            int count = in.read(buffer, 0, Math.min(buffer.length, ENOUGH - read.size()));
            if (count < 0) {
                break;
            }
            read.write(buffer, 0, count);
        }
        String text = read.toString(StandardCharsets.UTF_8);
        String[] status = text.lines().findFirst().orElse("").split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("no answer of HTTP");
        }
        int end = text.indexOf("\r\n\r\n");
        String body = end < 0 ? "" : text.substring(end + 4);
        // Of chunks the first is enough, without its length.
        return new Answer.Replied(
                Integer.parseInt(status[1]),
                Printable.of(body.replaceFirst("^[0-9A-Fa-f]{1,8}\r\n", "").strip()));
    }

    private static boolean isEnough(String read) {
        int end = read.indexOf("\r\n\r\n");
        return end >= 0
                && (read.length() > end + 4
                        || read.matches("(?s)HTTP/1.. [23].*")
                        || read.toLowerCase(Locale.ROOT).contains("\ncontent-length: 0\r"));
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? HTTPS : HTTP;
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost() + ":" + port(url);
    }

    /** An IPv6 literal stands in brackets. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException closedAnyway) {
            // Nobody speaks on it any more, which is all that was wanted.
            return;
        }
    }
}
