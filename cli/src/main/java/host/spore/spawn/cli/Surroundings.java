package host.spore.spawn.cli;

import host.spore.spawn.cli.bus.Patience;
import host.spore.spawn.cli.credentials.Chain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * All that a command sees of the machine it runs on, so that a test can be another one.
 *
 * @param environment variables
 * @param userName of the system
 * @param home of the user
 * @param folder that relative paths start from
 * @param clock of the machine
 * @param zone in which times are shown
 * @param random for ids
 * @param patience with the network
 * @param chain for credentials that must be fetched
 * @param out for data
 * @param err for everything else
 */
record Surroundings(
        Map<String, String> environment,
        String userName,
        Path home,
        Path folder,
        InstantSource clock,
        ZoneId zone,
        RandomGenerator random,
        Patience patience,
        Chain chain,
        PrintWriter out,
        PrintWriter err) {}
