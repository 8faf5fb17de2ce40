package host.spore.spawn.events;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The disks of an instance. All of them are encrypted, and go with it.
 *
 * @param sizeGib of the root volume; the image's when absent
 * @param type of the root volume: gp3 or gp2; the image's when absent
 * @param kmsKey id, alias or ARN of the key that all are encrypted with; the account's own key of EBS when absent
 * @param data blank ones beside the root, in order: {@code /dev/sdf} and on
 */
public record Volumes(
        @Nullable Integer sizeGib,
        @Nullable String type,
        @Nullable String kmsKey,
        List<Volumes.Data> data) {
    /** What the image has. */
    public static final Volumes OF_THE_IMAGE = new Volumes(null, null, null, List.of());

    /** Of the letters f to p that AWS recommends for them, the first ones. */
    public static final int MAX_DATA = 8;

    /** Those that need no number of operations beside them and can hold a root file system. */
    private static final List<String> TYPES = List.of("gp3", "gp2");

    /**
     * GiB of gp2 and gp3.
     *
     * @see <a href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html">limits of volumes</a>
     */
    private static final int MAX_GIB = 16_384;

    private static final Pattern KMS_KEY = Pattern.compile(
            "(arn:aws[a-z-]*:kms:[a-z0-9-]{1,30}:[0-9]{12}:(key|alias)/|alias/)?[A-Za-z0-9][A-Za-z0-9/_-]{0,249}");

    /**
     * A blank volume.
     *
     * @param sizeGib see {@link #checkedSize}
     * @param type gp3 or gp2
     */
    public record Data(int sizeGib, String type) {
        public Data {
            checkedSize(sizeGib);
            checkedType(type);
        }

        static Data read(JsonObject item) {
            return new Data(
                    Fields.integer(item, "sizeGib"),
                    item.has("type") ? Fields.checked(item, "type", Volumes::checkedType) : TYPES.get(0));
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("sizeGib", sizeGib)
                    .put("type", type)
                    .build();
        }
    }

    public Volumes {
        if (sizeGib != null) {
            checkedSize(sizeGib);
        }
        if (type != null) {
            checkedType(type);
        }
        if (kmsKey != null) {
            checkedKmsKey(kmsKey);
        }
        if (data.size() > MAX_DATA) {
            throw new Refusal(data.size() + " data volumes: at most " + MAX_DATA);
        }
        data = List.copyOf(data);
    }

    public static int checkedSize(int gib) {
        if (gib < 1 || gib > MAX_GIB) {
            throw new Refusal("\"" + gib + "\": a whole number of GiB from 1 to " + MAX_GIB + ", for example 100");
        }
        return gib;
    }

    public static String checkedType(String text) {
        if (!TYPES.contains(text)) {
            throw new Refusal("\"" + Printable.of(text) + "\": one of " + String.join(", ", TYPES));
        }
        return text;
    }

    public static String checkedKmsKey(String text) {
        if (!KMS_KEY.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": a KMS key's id, alias or ARN, for example alias/lab");
        }
        return text;
    }

    /** @param text {@code 100} or {@code 100:gp3} */
    public static Data parseData(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2 || !parts[0].matches("[0-9]{1,6}")) {
            throw new Refusal(
                    "\"" + Printable.of(text) + "\": GiB, and a type if you like, for example 100 or 100:gp3");
        }
        return new Data(Integer.parseInt(parts[0]), parts.length == 2 ? parts[1] : TYPES.get(0));
    }

    static Volumes read(JsonObject detail) {
        return new Volumes(
                detail.has("volumeSizeGib") ? Fields.integer(detail, "volumeSizeGib") : null,
                Fields.optional(detail, "volumeType", Volumes::checkedType),
                Fields.optional(detail, "kmsKey", Volumes::checkedKmsKey),
                detail.objects("dataVolumes").stream().map(Data::read).toList());
    }

    void write(JsonObject.Builder into) {
        into.put("volumeSizeGib", sizeGib == null ? null : Json.of(sizeGib))
                .put("volumeType", type)
                .put("kmsKey", kmsKey)
                .put("dataVolumes", data.isEmpty() ? null : dataToJson());
    }

    /** Of {@link #data}. */
    public JsonArray dataToJson() {
        return new JsonArray(data.stream().<Json>map(Data::toJson).toList());
    }
}
