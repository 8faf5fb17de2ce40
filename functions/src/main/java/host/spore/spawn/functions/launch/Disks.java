package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Volumes;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of an attempt, beside what the image says.
 *
 * @param rootGib of the root volume, without room for hibernation; absent: the image's
 * @param rootType of the root volume; absent: the image's
 * @param hibernationGib by which the root volume grows so that it can hibernate; absent when it need not
 * @param kmsKey that all are encrypted with; absent: the account's own key of EBS
 * @param data blank ones, in order
 */
record Disks(
        @Nullable Integer rootGib,
        @Nullable String rootType,
        @Nullable Integer hibernationGib,
        @Nullable String kmsKey,
        List<Volumes.Data> data) {
    static final Disks OF_THE_IMAGE = new Disks(null, null, null, null, List.of());

    Disks {
        data = List.copyOf(data);
    }

    /** As they were asked for; how much the root volume grows, the candidate tells. */
    static Disks of(Volumes volumes) {
        return new Disks(volumes.sizeGib(), volumes.type(), null, volumes.kmsKey(), volumes.data());
    }

    void write(JsonObject.Builder into) {
        into.put("volumeSizeGib", rootGib == null ? null : Json.of(rootGib))
                .put("volumeType", rootType)
                .put("kmsKey", kmsKey);
        if (!data.isEmpty()) {
            into.put("dataVolumes", new Volumes(null, null, null, data).dataToJson());
        }
    }

    static Disks read(JsonObject plan, JsonObject candidate) {
        return new Disks(
                plan.optionalInteger("volumeSizeGib").map(Math::toIntExact).orElse(null),
                plan.optionalString("volumeType").orElse(null),
                candidate
                        .optionalInteger("hibernationGib")
                        .or(() -> plan.optionalInteger("hibernationGib"))
                        .map(Math::toIntExact)
                        .orElse(null),
                plan.optionalString("kmsKey").orElse(null),
                plan.objects("dataVolumes").stream()
                        .map(volume ->
                                new Volumes.Data(Math.toIntExact(volume.integer("sizeGib")), volume.string("type")))
                        .toList());
    }
}
