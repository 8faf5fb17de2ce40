package host.spore.spawn.functions.store;

import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Breakers} in memory. */
public final class FakeBreakers implements Breakers {
    public final Faults faults = new Faults();

    private final Map<String, Breaker> known = new LinkedHashMap<>();

    @Override
    public Breaker read(String template) {
        faults.enter();
        return known.getOrDefault(template, Breaker.CLOSED);
    }

    @Override
    public void count(String template, Breaker.Kind kind, Breaker.Failure failure) {
        faults.enter();
        Breaker before = known.getOrDefault(template, Breaker.CLOSED);
        known.put(
                template,
                switch (kind) {
                    case UNHEARD -> new Breaker(with(before.unheard(), failure), before.unsteady());
                    case UNSTEADY -> new Breaker(before.unheard(), with(before.unsteady(), failure));
                });
        faults.leave();
    }

    private static List<Breaker.Failure> with(List<Breaker.Failure> failures, Breaker.Failure failure) {
        List<Breaker.Failure> more = new ArrayList<>(failures);
        if (!more.contains(failure)) {
            more.add(failure);
        }
        return more;
    }
}
