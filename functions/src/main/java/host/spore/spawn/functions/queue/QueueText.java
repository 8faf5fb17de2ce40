package host.spore.spawn.functions.queue;

import host.spore.spawn.queues.file.QueueFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** A queue's file out of its command. */
final class QueueText {
    private QueueText() {}

    /** What a command's text is. */
    sealed interface Decoded {}

    record Text(String text) implements Decoded {}

    record Unreadable(String reason) implements Decoded {}

    /** Whoever may publish may send what grows a thousandfold: it is read no further than a file may be long. */
    static Decoded decode(String base64) {
        byte[] bytes;
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            bytes = in.readNBytes(QueueFile.MAX_BYTES + 1);
        } catch (IllegalArgumentException | IOException broken) {
            return new Unreadable("queue: not the queue's file as JSON, gzipped, in base64 (" + broken.getMessage()
                    + "); spawn queue submit makes it so");
        }
        if (bytes.length > QueueFile.MAX_BYTES) {
            return new Unreadable(
                    "queue: more than " + QueueFile.MAX_BYTES + " bytes when it is unpacked; make alike jobs an array");
        }
        try {
            return new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return new Unreadable("queue: not UTF-8 text when it is unpacked; a queue file is JSON");
        }
    }
}
