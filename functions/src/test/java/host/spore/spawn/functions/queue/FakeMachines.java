package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Machines} in memory. */
final class FakeMachines implements Machines {
    final Faults faults = new Faults();

    /** Names, in the order in which they were made. */
    final List<String> made = new ArrayList<>();

    final Map<String, String> definitions = new LinkedHashMap<>();
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    static String arn(String kind, String name) {
        return "arn:aws:states:" + FakeLambda.REGION + ":" + FakeLambda.ACCOUNT + ":" + kind + ":" + name;
    }

    @Override
    public boolean isThere(String arn) {
        faults.enter();
        return tags.containsKey(arn);
    }

    @Override
    public void makeActivity(String name, Map<String, String> with) {
        faults.enter();
        made.add(name);
        tags.put(arn("activity", name), new HashMap<>(with));
        faults.leave();
    }

    @Override
    public void makeMachine(String name, String definition, String roleArn, Map<String, String> with) {
        faults.enter();
        made.add(name);
        definitions.put(name, definition);
        tags.put(arn("stateMachine", name), new HashMap<>(with));
        faults.leave();
    }

    @Override
    public void tag(String arn, Map<String, String> with) {
        faults.enter();
        tags.computeIfPresent(arn, (key, there) -> {
            there.putAll(with);
            return there;
        });
        faults.leave();
    }
}
