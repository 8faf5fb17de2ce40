package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file in the bucket of results, below {@value #FOLDER}: for commands that a rule makes, which cannot carry the file itself.
 *
 * @param key of the object; its last part says what it is ({@code .json}, {@code .yaml}, {@code .csv}) and gives names
 * @param etag of the content that is meant, without quotes, as S3's own events have it; whatever is there when absent
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">S3's events on EventBridge</a>
 */
public record InboxFile(String key, @Nullable String etag) {
    public static final String FOLDER = "inbox/";

    private static final Pattern KEY = Pattern.compile(FOLDER + "[A-Za-z0-9._/-]{0,500}[A-Za-z0-9._-]");

    private static final Pattern ETAG = Pattern.compile("[A-Za-z0-9-]{1,100}");

    public InboxFile {
        checkedKey(key);
        if (etag != null) {
            checkedEtag(etag);
        }
    }

    private static String checkedKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new Refusal("/file/key: \"" + Printable.of(key) + "\": the key of a file below " + FOLDER
                    + ", of letters, digits and . _ / -, for example " + FOLDER + "queues/train.yaml");
        }
        return key;
    }

    private static String checkedEtag(String etag) {
        if (!ETAG.matcher(etag).matches()) {
            throw new Refusal("/file/etag: \"" + Printable.of(etag)
                    + "\": the ETag of an object without its quotes, as S3's events have it");
        }
        return etag;
    }

    /** Its name without folders and extension, which its queue or sweep is called by when nobody says another one. */
    public String base() {
        String name = key.substring(key.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    static @Nullable InboxFile read(JsonObject detail) {
        if (!detail.has("file")) {
            return null;
        }
        JsonObject file = detail.object("file");
        return new InboxFile(
                Fields.checked(file, "key", InboxFile::checkedKey),
                Fields.optional(file, "etag", InboxFile::checkedEtag));
    }

    JsonObject toJson() {
        return JsonObject.builder().put("key", key).put("etag", etag).build();
    }
}
