package host.spore.spawn.functions.launch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link ImageArchitectures} in memory. */
final class FakeImageArchitectures implements ImageArchitectures {
    private final Map<String, Architecture> images = new HashMap<>();

    void put(String imageId, Architecture architecture) {
        images.put(imageId, architecture);
    }

    @Override
    public Optional<Architecture> of(String imageId) {
        return Optional.ofNullable(images.get(imageId));
    }
}
