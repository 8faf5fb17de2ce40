package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Market;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds instances: {@code aRunning("i-…").named("x").due(at).build()}. */
public final class Views {
    private final InstanceId id;
    private InstanceState state = InstanceState.RUNNING;
    private @Nullable String address = "203.0.113.7";
    private @Nullable String privateAddress = "10.0.1.7";
    private Instant launchedAt = Instant.parse("2026-11-23T11:00:00Z");
    private Market market = Market.ON_DEMAND;
    private boolean hibernation;
    private int launchIndex;
    private final Map<String, String> tags = new LinkedHashMap<>(Map.of("spawn", "true", "Name", "demo"));
    private @Nullable String endReason;

    private Views(InstanceId id) {
        this.id = id;
    }

    public static Views aRunning(InstanceId id) {
        return new Views(id);
    }

    public Views in(InstanceState now) {
        state = now;
        if (now != InstanceState.RUNNING) {
            address = null;
        }
        return this;
    }

    public Views at(@Nullable String now) {
        address = now;
        return this;
    }

    /** It keeps it while it is stopped. */
    public Views inside(@Nullable String now) {
        privateAddress = now;
        return this;
    }

    public Views named(String name) {
        return tagged("Name", name);
    }

    public Views due(Instant deadline) {
        return tagged("ttl", deadline.toString());
    }

    public Views launchedAt(Instant at) {
        launchedAt = at;
        return this;
    }

    public Views spot() {
        market = Market.SPOT;
        return this;
    }

    public Views hibernating() {
        hibernation = true;
        return this;
    }

    public Views tagged(String key, String value) {
        tags.put(key, value);
        return this;
    }

    public Views without(String key) {
        tags.remove(key);
        return this;
    }

    /** By a call for many, in this place of its answer. */
    public Views launchedAs(int index) {
        launchIndex = index;
        return this;
    }

    public Views because(String code) {
        endReason = code;
        return this;
    }

    public InstanceView build() {
        return new InstanceView(
                id,
                state,
                address,
                privateAddress,
                launchedAt,
                "us-east-1a",
                "t3.micro",
                market,
                hibernation,
                ArrayTags.whole(tags, launchIndex),
                endReason);
    }
}
