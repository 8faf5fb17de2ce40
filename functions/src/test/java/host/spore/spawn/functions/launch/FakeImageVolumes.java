package host.spore.spawn.functions.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link ImageVolumes} in memory. */
final class FakeImageVolumes implements ImageVolumes {
    static final String AL2023 = "ami-0123456789abcdef0";

    private final Map<String, List<Volume>> volumes;

    FakeImageVolumes() {
        this(Map.of(AL2023, List.of(new Volume(true, "gp3", 8, false))));
    }

    FakeImageVolumes(Map<String, List<Volume>> volumes) {
        this.volumes = Map.copyOf(volumes);
    }

    @Override
    public Optional<List<Volume>> of(String imageId) {
        return Optional.ofNullable(volumes.get(imageId));
    }
}
