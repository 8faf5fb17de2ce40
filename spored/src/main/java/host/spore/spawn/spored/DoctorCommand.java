package host.spore.spawn.spored;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code spored doctor}: what the agent can and cannot do here, and why it matters. Changes nothing. */
final class DoctorCommand {
    private final Root root;
    private final MetadataService metadata;
    private final Map<String, String> environment;
    private final Clock clock;
    private final PrintStream out;
    private boolean sick;

    DoctorCommand(Root root, MetadataService metadata, Map<String, String> environment, Clock clock, PrintStream out) {
        this.root = root;
        this.metadata = metadata;
        this.environment = environment;
        this.clock = clock;
        this.out = out;
    }

    /** @return 0 when all is well, 1 when something matters */
    int run() throws InterruptedException {
        Config config = Config.read(root.config());
        metadata();
        for (String problem : config.problems()) {
            bad("config", problem, "what it says is left out");
        }
        writable("memory", root.memory(), "after a restart the last deadline is unknown until the tag is read");
        writable("spool", root.spool().resolve("report"), "reports that wait do not survive a restart");
        writable("status", root.status(), "spored status cannot tell anything");
        program("wall", "nobody who is logged in is warned");
        if (config.preStop().isPresent()) {
            program("setsid", "the pre-stop hook cannot be started");
        }
        if (config.value(Key.IDLE_TIMEOUT).isPresent()) {
            Meters meters = new Meters(root, clock, environment.get("PATH"));
            Sample sample = meters.sample(config.items(Key.IDLE_PROCESSES), config.items(Key.IDLE_PORTS));
            for (String unknown : sample.unknown()) {
                bad("idle", unknown, "it counts as active: this machine never becomes idle");
            }
            good("idle", sample.unknown().isEmpty() ? "all sensors can be read" : "the other sensors can be read");
        } else {
            good("idle", "none: idle_timeout is not set");
        }
        return sick ? 1 : 0;
    }

    private void metadata() {
        try {
            Optional<String> ttl = metadata.get("/latest/meta-data/tags/instance/ttl");
            if (ttl.flatMap(Config::instant).isPresent()) {
                good("deadline", ttl.get());
            } else {
                bad(
                        "deadline",
                        "no tag ttl in the instance metadata",
                        "the last one known holds; new instances need InstanceMetadataTags=enabled");
            }
            Identity me = Identity.read(metadata);
            good("identity", me.source());
        } catch (IOException | IllegalArgumentException unreadable) {
            bad("metadata", String.valueOf(unreadable.getMessage()), "extensions and spot notices are not seen");
            return;
        }
        try {
            good("role", Credentials.ofRole(metadata).toString());
        } catch (IOException | IllegalArgumentException none) {
            bad(
                    "role",
                    String.valueOf(none.getMessage()),
                    "nothing can be reported; the deadline is kept all the same");
        }
        Optional<Instant> date = metadata.takeDate();
        if (date.isPresent()) {
            Duration skew = Duration.between(date.get(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
            if (skew.abs().compareTo(Agent.SKEW) > 0) {
                bad(
                        "clock",
                        skew.toSeconds() + " s ahead of the metadata service",
                        "the agent goes by the service; see to chrony");
            } else {
                good("clock", "agrees with the metadata service");
            }
        }
    }

    private void writable(String what, Path file, String why) {
        Path folder = Objects.requireNonNull(file.getParent());
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        if (Files.isDirectory(folder) && Files.isWritable(folder)) {
            good(what, file.toString());
        } else {
            bad(what, folder + " cannot be written", why);
        }
    }

    private void program(String name, String why) {
        for (String folder : environment.getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, name))) {
                good(name, folder + "/" + name);
                return;
            }
        }
        bad(name, "not found", why);
    }

    private void good(String what, String detail) {
        out.println("ok       " + what + ": " + detail);
    }

    private void bad(String what, String detail, String why) {
        sick = true;
        out.println("problem  " + what + ": " + detail + "; so " + why);
    }
}
