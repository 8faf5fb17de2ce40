package host.spore.spawn.functions.launch;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What volumes an image brings. */
@FunctionalInterface
interface ImageVolumes {
    /** Empty when EC2 does not know the image. */
    Optional<List<Volume>> of(String imageId);

    /**
     * A volume.
     *
     * @param isRoot whose size and type a launch may change
     * @param type absent: EC2's default
     * @param sizeGib absent: that of its snapshot, which the image does not tell
     * @param hasMore operations or throughput beyond what a type has by itself, which is paid for
     */
    record Volume(
            boolean isRoot, @Nullable String type, @Nullable Integer sizeGib, boolean hasMore) {}
}
