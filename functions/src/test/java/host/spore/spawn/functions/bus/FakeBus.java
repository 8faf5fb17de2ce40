package host.spore.spawn.functions.bus;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.List;

/** {@link Bus} in memory. */
public final class FakeBus implements Bus {
    public final Faults faults = new Faults();
    public final List<Published> published = new ArrayList<>();

    @Override
    public void publish(String type, String detail) {
        faults.enter();
        published.add(new Published(type, JsonObject.parse(detail)));
        faults.leave();
    }

    /** One event that the bus has taken. */
    public record Published(String type, JsonObject detail) {}
}
