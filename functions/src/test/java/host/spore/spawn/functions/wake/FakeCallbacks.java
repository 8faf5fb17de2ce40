package host.spore.spawn.functions.wake;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@link Callbacks} in memory: a token that was issued is taken once. */
public final class FakeCallbacks implements Callbacks {
    public final Faults faults = new Faults();
    public final List<String> taken = new ArrayList<>();

    private final Set<String> waiting = new LinkedHashSet<>();

    /** An execution parks under this token. */
    public String park(String token) {
        waiting.add(token);
        return token;
    }

    @Override
    public boolean succeed(String token, JsonObject answer) {
        return answer(token, token + " " + answer);
    }

    @Override
    public boolean fail(String token, String error, String cause) {
        return answer(token, token + " " + error);
    }

    private boolean answer(String token, String what) {
        faults.enter();
        boolean isHeard = waiting.remove(token);
        if (isHeard) {
            taken.add(what);
        }
        faults.leave();
        return isHeard;
    }
}
