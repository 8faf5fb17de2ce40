package host.spore.spawn.cli;

import host.spore.spawn.cli.bus.Bus;
import host.spore.spawn.cli.bus.BusArn;
import host.spore.spawn.cli.bus.Endpoint;
import host.spore.spawn.cli.bus.Entry;
import host.spore.spawn.cli.bus.Unpublished;
import host.spore.spawn.cli.credentials.KeySource;
import host.spore.spawn.cli.credentials.Keys;
import host.spore.spawn.cli.credentials.NoCredentials;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One command, from arguments to the bus: everything that can be refused is refused before anything is sent. */
final class Publication {
    private final Surroundings surroundings;

    Publication(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    int run(Subcommand subcommand, Arguments arguments) throws NoCredentials, Unpublished, InterruptedException {
        Command command = subcommand.command(arguments, envelope(arguments), surroundings);
        Settings settings = Settings.read(surroundings);
        checkRegion(arguments, settings.bus());
        Entry entry = Entry.of(command, settings.bus());
        if (arguments.has("--dry-run")) {
            surroundings.out().println(entry.json());
            surroundings.err().println("spawn: dry run, nothing was published");
            return Program.ACCEPTED;
        }
        Endpoint endpoint = Endpoint.of(settings.bus(), surroundings.environment());
        long giveUpAt = System.nanoTime() + surroundings.patience().total().toNanos();
        Keys keys = keys(settings.bus(), giveUpAt);
        Bus bus = new Bus(settings.bus(), endpoint.uri(), surroundings.patience(), surroundings.clock());
        Bounded<String> publishing = Bounded.start(() -> bus.publish(entry, keys, giveUpAt));
        String eventId = eventId(publishing, bus, entry, giveUpAt);
        Report report = new Report(command, settings, endpoint, eventId, surroundings.zone());
        surroundings.out().println(arguments.has("--json") ? report.json().toString() : report.text());
        return Program.ACCEPTED;
    }

    private Envelope envelope(Arguments arguments) {
        Instant now = surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        String id = arguments.optional("--id", Ids::checked);
        return Envelope.first(id == null ? Ids.uuidV7(now, surroundings.random()) : id, now);
    }

    private static void checkRegion(Arguments arguments, BusArn bus) {
        String region = arguments.text("--region");
        if (region != null && !region.equals(bus.region())) {
            throw new Refusal("--region \"" + Printable.of(region) + "\": the bus is in " + bus.region()
                    + "; leave --region out, or set SPAWN_BUS to a bus there");
        }
    }

    private static String eventId(Bounded<String> publishing, Bus bus, Entry entry, long giveUpAt)
            throws Unpublished, InterruptedException {
        try {
            return publishing.await(giveUpAt);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Unpublished unpublished) {
                throw unpublished;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException silence) {
            throw bus.silent(entry, silence);
        }
    }

    private Keys keys(BusArn bus, long giveUpAt) throws NoCredentials, InterruptedException {
        KeySource source = new KeySource(surroundings.environment(), surroundings.home(), surroundings.chain());
        try {
            return Bounded.start(() -> source.keys(bus.region())).await(giveUpAt);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof NoCredentials none) {
                throw none;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException silence) {
            throw new NoCredentials(
                    "no credentials within " + surroundings.patience().total().toSeconds()
                            + " s: whatever hands them out (AWS_PROFILE, instance metadata) does not answer;"
                            + " nothing was published",
                    silence);
        }
    }
}
