package host.spore.spawn.local.machine;

import host.spore.spawn.local.systemd.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where the shims of all instances call. Lines instead of HTTP, because the caller is a shell without any tool: instance,
 * tool, unit, number of arguments, arguments; back come output lines ({@code 1…}), error lines ({@code 2…}) and the exit
 * code ({@code =…}).
 */
public final class ShimServer implements AutoCloseable {
    /** More would be no command line. */
    private static final int MAX_ARGUMENTS = 1_000;

    private final ServerSocket socket;
    private final Map<String, Console> consoles = new ConcurrentHashMap<>();
    private final Consumer<String> log;

    /** A machine's side of its command line tools. */
    interface Console {
        /** @param unit the service from which the tool was called, empty when from none */
        Reply run(String tool, String unit, List<String> arguments);
    }

    public ShimServer(Consumer<String> log) throws IOException {
        this.socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        this.log = log;
        Thread.ofVirtual().name("shims").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    void attach(String instance, Console console) {
        consoles.put(instance, console);
    }

    void detach(String instance) {
        consoles.remove(instance);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            } catch (IOException failed) {
                if (!socket.isClosed()) {
                    log.accept("shim server: " + failed.getMessage());
                }
            }
        }
    }

    private void serve(Socket caller) {
        try (caller;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(caller.getOutputStream(), StandardCharsets.UTF_8)) {
            String instance = line(in);
            String tool = line(in);
            String unit = line(in);
            int count = Integer.parseInt(line(in));
            if (count > MAX_ARGUMENTS) {
                throw new IOException(count + " arguments");
            }
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                arguments.add(unescaped(line(in)));
            }
            Console console = consoles.get(instance);
            Reply reply = console == null
                    ? Reply.failed(1, tool + ": the machine is going down")
                    : console.run(tool, unit, arguments);
            for (String each : reply.out().lines().toList()) {
                out.write("1" + each + "\n");
            }
            for (String each : reply.err().lines().toList()) {
                out.write("2" + each + "\n");
            }
            out.write("=" + reply.exit() + "\n");
        } catch (IOException | NumberFormatException broken) {
            // The caller was killed while it waited (its machine went down), or was no shim.
            log.accept("shim call broke off: " + broken.getMessage());
        }
    }

    private static String line(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("call ends early");
        }
        return line;
    }

    static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                out.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
