package host.spore.spawn.spored;

import java.nio.file.Path;
import java.time.Clock;

/**
 * What the jobs of one worker share.
 *
 * @param jobs the folder for theirs
 * @param worker the instance's id
 */
record Workshop(
        ActivityTasks tasks,
        Aws aws,
        Bus bus,
        JobEvents events,
        QueueTexts texts,
        Room room,
        Tail tail,
        Upload upload,
        Path jobs,
        String worker,
        Pace pace,
        Clock clock,
        Journal journal) {
    String region() {
        return aws.endpoints().region();
    }
}
