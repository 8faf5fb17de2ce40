package host.spore.spawn.functions.queue;

import java.util.Map;

/** State machines and activities, as they are made. */
interface Machines {
    /** @param arn of a state machine or an activity */
    boolean isThere(String arn);

    void makeActivity(String name, Map<String, String> tags);

    void makeMachine(String name, String definition, String roleArn, Map<String, String> tags);

    /** Adds tags, and replaces those of the same keys. */
    void tag(String arn, Map<String, String> tags);
}
