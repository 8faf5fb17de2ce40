package host.spore.spawn.cli;

import host.spore.spawn.cli.bus.Patience;
import host.spore.spawn.cli.credentials.Chain;
import host.spore.spawn.cli.credentials.NoCredentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A machine to type commands on, whose every part a test may choose. */
final class Shell {
    static final Instant NOW = Instant.parse("2026-11-23T16:42:07.123Z");
    static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/spawn";

    private final Map<String, String> environment = new HashMap<>();
    private Path home = Path.of("/nonexistent");
    private Path folder = Path.of("/nonexistent");
    private String userName = "jane";
    private ZoneId zone = ZoneId.of("UTC");
    private Patience patience =
            new Patience(Duration.ofSeconds(9), Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofMillis(1));
    private Chain chain = (profile, region) -> {
        throw new NoCredentials("no credentials: the chain found none for " + profile);
    };

    /** What a command left behind. */
    record Outcome(int exit, String out, String err) {
        List<String> outLines() {
            return out.lines().toList();
        }
    }

    /** With a bus, a domain and keys. */
    static Shell settled() {
        return new Shell()
                .with("SPAWN_BUS", BUS)
                .with("SPAWN_DOMAIN", "spore.host")
                .with("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    }

    /** As {@link #settled()}, and speaking to this bus. */
    static Shell speakingTo(FakeBus bus) {
        return settled().with("AWS_ENDPOINT_URL", bus.url());
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Shell without(String... variables) {
        List.of(variables).forEach(environment::remove);
        return this;
    }

    Shell at(Path home) {
        this.home = home;
        return this;
    }

    Shell in(Path folder) {
        this.folder = folder;
        return this;
    }

    Shell as(String userName) {
        this.userName = userName;
        return this;
    }

    Shell zoned(String zone) {
        this.zone = ZoneId.of(zone);
        return this;
    }

    Shell patient(Patience patience) {
        this.patience = patience;
        return this;
    }

    Shell fetching(Chain chain) {
        this.chain = chain;
        return this;
    }

    Outcome types(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Program(surroundings(out, err)).run(arguments);
        return new Outcome(exit, out.toString(), err.toString());
    }

    Surroundings surroundings(StringWriter out, StringWriter err) {
        return new Surroundings(
                Map.copyOf(environment),
                userName,
                home,
                folder,
                InstantSource.fixed(NOW),
                zone,
                new Random(1),
                patience,
                chain,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }
}
