package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the running agent says how it is: whoever connects is answered with one JSON object, and the end. Nothing is read
 * from the caller, so nobody who may connect, which is everybody on the machine, can make the agent do anything.
 */
final class StatusSocket {
    /** More than any answer; an agent that has more to say is not ours. */
    private static final int MOST_BYTES = 1 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Path address;
    private final Supplier<JsonObject> answer;
    private final Journal journal;

    /** @param answer called by this socket's own thread, at each question */
    StatusSocket(Path address, Supplier<JsonObject> answer, Journal journal) {
        this.address = address;
        this.answer = answer;
        this.journal = journal;
    }

    /** Without it the agent works on, and {@code spored status} says that it cannot be asked. */
    void start() {
        Thread thread = new Thread(this::serve, "status");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Files.createDirectories(address.toAbsolutePath().getParent());
            // What an agent before this one left behind: nobody listens there any more.
            Files.deleteIfExists(address);
            server.bind(UnixDomainSocketAddress.of(address));
            Files.setPosixFilePermissions(
                    address,
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
                            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE));
            while (true) {
                answerOne(server);
            }
        } catch (IOException | RuntimeException closed) {
            // The path may be too long for a socket (107 bytes, unix(7)), the folder read-only.
            journal.say("status: nobody can ask for it: " + closed);
        }
    }

    private void answerOne(ServerSocketChannel server) throws IOException {
        try (SocketChannel asking = server.accept()) {
            // A caller that does not read must not hold up the next one: what the kernel does not take at once is left
            // out.
            asking.configureBlocking(false);
            asking.write(ByteBuffer.wrap(answer.get().toString().getBytes(StandardCharsets.UTF_8)));
        } catch (java.nio.channels.ClosedChannelException gone) {
            throw gone;
        } catch (IOException | RuntimeException failed) {
            journal.say("status: not answered: " + failed);
        }
    }

    /**
     * Asks the agent.
     *
     * @return empty when no agent listens there
     * @throws IOException when it does not answer within 3 s, or says what is no answer
     */
    static Optional<JsonObject> ask(Path address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            try {
                channel.connect(UnixDomainSocketAddress.of(address));
            } catch (IOException absent) {
                return Optional.empty();
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (channel.read(bytes) >= 0) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0 || !bytes.hasRemaining()) {
                    throw new IOException("the agent listens and does not answer (systemctl status spored)");
                }
                selector.select(left);
                selector.selectedKeys().clear();
            }
            return Optional.of(
                    JsonObject.parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)));
        } catch (JsonException broken) {
            throw new IOException("the agent's answer is none: " + broken.getMessage(), broken);
        }
    }
}
