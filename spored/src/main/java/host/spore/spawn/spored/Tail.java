package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says in the journal what jobs write, as far as that is for people to read: a few lines a second of each. */
final class Tail {
    private static final int BYTES = 8 * 1024;
    private static final int LINES = 20;

    private final Duration pace;
    private final Journal journal;
    private final List<Followed> followed = new CopyOnWriteArrayList<>();

    Tail(Duration pace, Journal journal) {
        this.pace = pace;
        this.journal = journal;
    }

    Thread start() {
        return Threads.daemon("tail", () -> {
            while (true) {
                Thread.sleep(pace.toMillis());
                followed.forEach(file -> file.look(false));
            }
        });
    }

    /** One file that grows. */
    final class Followed {
        private final String name;
        private final Path file;
        private long at;

        private Followed(String name, Path file) {
            this.name = name;
            this.file = file;
        }

        void stop() {
            followed.remove(this);
            look(true);
        }

        /** @param last what is no whole line yet will never be one */
        private synchronized void look(boolean last) {
            try (SeekableByteChannel channel = Files.newByteChannel(file)) {
                long size = channel.size();
                if (size <= at) {
                    return;
                }
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BYTES, size - at));
                channel.position(at);
                int read = 0;
                while (bytes.hasRemaining() && read >= 0) {
                    read = channel.read(bytes);
                }
                take(bytes.array(), bytes.position(), size, last);
            } catch (IOException unreadable) {
                // It is uploaded as a whole, and that says what is wrong with it.
                at = Long.MAX_VALUE;
            }
        }

        private void take(byte[] bytes, int count, long size, boolean last) {
            boolean all = count == size - at;
            int end = count;
            if (all && !last) {
                while (end > 0 && bytes[end - 1] != '\n') {
                    end--;
                }
            }
            if (end > 0) {
                say(new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n"), all);
                at = all ? at + end : size;
            }
        }

        private void say(String[] lines, boolean all) {
            for (int i = 0; i < Math.min(lines.length, LINES); i++) {
                journal.say(name + ": " + lines[i]);
            }
            if (!all || lines.length > LINES) {
                journal.say(name + ": … there is more, in the file that is stored");
            }
        }
    }

    Followed follow(String name, Path file) {
        Followed added = new Followed(name, file);
        followed.add(added);
        return added;
    }
}
