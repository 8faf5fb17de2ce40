package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.InstanceId;
import java.util.List;

/** Reads the table {@code spawn-history}, which the function of that name writes. */
interface Timelines {
    /** The newest entries of an instance, at most so many, the newest first. They lag behind by some seconds. */
    List<Entry> newest(InstanceId instance, int most);
}
