package host.spore.spawn.functions.launch;

import java.util.Arrays;
import java.util.Optional;

/** What a processor understands, and so the image and the agent must be made for. */
enum Architecture {
    X86_64("x86_64"),
    ARM64("arm64");

    private final String wire;

    Architecture(String wire) {
        this.wire = wire;
    }

    /** As EC2 writes it. */
    String wire() {
        return wire;
    }

    /** @return empty for those that spawn does not launch, such as {@code arm64_mac} */
    static Optional<Architecture> of(String text) {
        return Arrays.stream(values()).filter(value -> value.wire.equals(text)).findFirst();
    }
}
