package host.spore.spawn.cli;

import host.spore.spawn.cli.bus.Patience;
import host.spore.spawn.cli.credentials.SdkChain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;

/** The program. Exit codes: 0 published (or nothing was to be), 1 failed, 2 misuse, and nothing was published. */
public final class Spawn {
    private Spawn() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        int code = new Program(new Surroundings(
                        System.getenv(),
                        System.getProperty("user.name", ""),
                        Path.of(home()),
                        Path.of("").toAbsolutePath(),
                        InstantSource.system(),
                        ZoneId.systemDefault(),
                        new SecureRandom(),
                        Patience.USUAL,
                        // A lambda, so that the SDK behind it is not loaded by naming it.
                        (profile, region) -> new SdkChain().fetch(profile, region),
                        out,
                        err))
                .run(args);
        out.flush();
        err.flush();
        // A thread that still waits for the network must not hold the process.
        System.exit(code);
    }

    /** HOME first, as the SDKs and the AWS command line do; the JVM's own property comes from the system's user list. */
    private static String home() {
        String home = System.getenv().getOrDefault("HOME", "");
        return home.isEmpty() ? System.getProperty("user.home", "/") : home;
    }
}
