package host.spore.spawn.spored;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent's files are. Every path stands under one prefix, so that many agents can run on one machine without
 * touching anything of it.
 *
 * @param prefix {@code /} on an instance
 */
record Root(Path prefix) {
    /** @param spawnRoot the environment variable {@code SPAWN_ROOT} */
    static Root of(@Nullable String spawnRoot) {
        return new Root(Path.of(spawnRoot == null || spawnRoot.isEmpty() ? "/" : spawnRoot));
    }

    Path config() {
        return prefix.resolve("etc/spored/config.yaml");
    }

    Path memory() {
        return prefix.resolve("var/lib/spored/memory.json");
    }

    Path spool() {
        return prefix.resolve("var/lib/spored/spool");
    }

    /** Where the running agent answers. */
    Path status() {
        return prefix.resolve("run/spored/status.sock");
    }

    /** On Nitro the instance's id: known even when the metadata service is not. */
    Path boardAssetTag() {
        return prefix.resolve("sys/class/dmi/id/board_asset_tag");
    }

    Path bootId() {
        return prefix.resolve("proc/sys/kernel/random/boot_id");
    }

    /** @param absolute as the user wrote it, from {@code /} */
    Path file(String absolute) {
        int start = 0;
        while (start < absolute.length() && absolute.charAt(start) == '/') {
            start++;
        }
        return prefix.resolve(absolute.substring(start));
    }

    Path proc(String name) {
        return prefix.resolve("proc").resolve(name);
    }

    Path terminals() {
        return prefix.resolve("dev/pts");
    }

    /** Where the workload's wrapper writes how it ended. */
    Path exit() {
        return prefix.resolve("var/lib/spawn/exit/workload");
    }

    /** Where the workload's wrapper writes why it has not started it: which secret could not be had. */
    Path secretsProblem() {
        return prefix.resolve("var/lib/spawn/exit/secrets");
    }

    /** Its being there says that the pre-stop hook has begun in this boot: {@code /run} is empty after each. */
    Path hookMark() {
        return prefix.resolve("run/spored/pre-stop");
    }

    /** For the user's programs: there is a spot interruption ahead. */
    Path spotMark() {
        return prefix.resolve("run/spored/spot-interruption");
    }

    Path hookLog() {
        return prefix.resolve("var/log/spawn/pre-stop.log");
    }

    Path users() {
        return prefix.resolve("etc/passwd");
    }

    boolean isWholeMachine() {
        return prefix.equals(Path.of("/"));
    }
}
