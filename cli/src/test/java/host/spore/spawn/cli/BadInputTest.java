package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever is wrong with what was typed: one line on stderr, exit 2, nothing on stdout, nothing on the bus. */
class BadInputTest {
    private final FakeBus bus = new FakeBus();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @AfterEach
    void closeBus() {
        bus.close();
    }

    private static Arguments refusal(String message, String... typed) {
        return Arguments.of(message, List.of(typed));
    }

    private static final String SECRET = "arn:aws:ssm:us-east-1:123456789012:parameter/lab/token";

    static final List<Arguments> REFUSALS = List.of(
            refusal(
                    "unknown option --instance-typ: did you mean --instance-type?",
                    "launch",
                    "demo",
                    "--instance-typ",
                    "c7i.large"),
            // The value of an unknown option must not be taken for the name, and be complained of.
            refusal(
                    "unknown option --instance-typ: did you mean --instance-type?",
                    "launch",
                    "--instance-typ",
                    "c7i.large",
                    "demo"),
            refusal("unknown option --spto: did you mean --spot?", "launch", "demo", "--spto"),
            refusal("unknown option --xyzzy; spawn launch --help shows what there is", "launch", "demo", "--xyzzy=1"),
            refusal("unknown command \"lunch\": did you mean launch?", "lunch", "demo"),
            refusal(
                    "say what to do: launch, extend, terminate, stop, hibernate, start, put, queue, sweep, alerts, version; spawn --help shows more",
                    new String[0]),
            refusal(
                    "unexpected argument \"other\"; spawn launch --help shows what there is",
                    "launch",
                    "demo",
                    "other"),
            refusal(
                    "--owner ada: this would terminate every instance of ada in the region of the bus; nothing was"
                            + " published: say it again with --yes if that is meant",
                    "terminate",
                    "--owner",
                    "ada"),
            refusal(
                    "--owner ada: this would extend every instance of ada in the region of the bus; nothing was"
                            + " published: say it again with --yes if that is meant",
                    "extend",
                    "--owner",
                    "ada",
                    "--by",
                    "1h"),
            refusal("target \"demo\" and --owner ada: give one of them", "stop", "demo", "--owner", "ada", "--yes"),
            refusal(
                    "--owner ada and --array work: give one of them",
                    "stop",
                    "--owner",
                    "ada",
                    "--array",
                    "work",
                    "--yes"),
            refusal(
                    "--array \"a b\": a name or an id of lower-case letters, digits and hyphens, for example work or"
                            + " work-20261127-3f2a1b",
                    "terminate",
                    "--array",
                    "a b"),
            refusal(
                    "--array \"1\": a whole number, 2 to 1000",
                    "launch",
                    "work",
                    "--instance-type",
                    "c7i.large",
                    "--array",
                    "1"),
            refusal(
                    "--array \"1001\": a whole number, 2 to 1000",
                    "launch",
                    "work",
                    "--instance-type",
                    "c7i.large",
                    "--array",
                    "1001"),
            refusal(
                    "--min-viable \"5\": a whole number, 1 to 4",
                    "launch",
                    "work",
                    "--instance-type",
                    "c7i.large",
                    "--array",
                    "4",
                    "--min-viable",
                    "5"),
            refusal(
                    "--min-viable: this is about an array; give --array N too",
                    "launch",
                    "work",
                    "--instance-type",
                    "c7i.large",
                    "--min-viable",
                    "2"),
            refusal(
                    "--refill: launches again what a spot interruption has ended, so give --spot, too",
                    "launch",
                    "work",
                    "--instance-type",
                    "c7i.large",
                    "--array",
                    "4",
                    "--refill"),
            refusal(
                    "--array: its members are called " + "w".repeat(60) + "-0, " + "w".repeat(60) + "-1 and on, and \""
                            + "w".repeat(60) + "-999\" has 64 characters: a name has at most 63; take a shorter one",
                    "launch",
                    "w".repeat(60),
                    "--instance-type",
                    "c7i.large",
                    "--array",
                    "1000"),
            refusal("target is missing: the instance's name or id, for example spawn start my-box", "start", "--yes"),
            refusal("--instance-type is missing: for example --instance-type c7i.large", "launch", "demo"),
            refusal(
                    "--instance-type needs a value: for example c7i.large, or 'c7i.large|c7a.large|c7i.*' in the order in which"
                            + " to try them",
                    "launch",
                    "demo",
                    "--instance-type"),
            refusal("--ttl was given twice: give it once", "launch", "a", "--ttl", "1h", "--ttl", "2h"),
            refusal(
                    "--instance-type \"large\": an instance type, for example c7i.large, a pattern ('c7i.*'), or up to 10 different"
                            + " ones in the order in which to try them: 'c7i.large|c7a.large'",
                    "launch",
                    "demo",
                    "--instance-type",
                    "large"),
            refusal(
                    "--instance-type \"c7i.large|c7i.large\": an instance type, for example c7i.large, a pattern ('c7i.*'), or up to 10 different"
                            + " ones in the order in which to try them: 'c7i.large|c7a.large'",
                    "launch",
                    "demo",
                    "--instance-type",
                    "c7i.large|c7i.large"),
            refusal(
                    "--on-demand-fallback: without --spot on-demand is what is asked for; give --spot, or leave it out",
                    "launch",
                    "demo",
                    "--instance-type",
                    "c7i.large|c7a.large",
                    "--on-demand-fallback"),
            refusal(
                    "--zone \"us-east-1\": an availability zone, for example us-east-1a, or up to 6 different ones in the"
                            + " order in which to try them: 'us-east-1a|us-east-1b'",
                    "launch",
                    "demo",
                    "--instance-type",
                    "c7i.large",
                    "--zone",
                    "us-east-1"),
            refusal(
                    "--volume-size \"100GB\": a whole number of GiB, for example 100",
                    "launch",
                    "demo",
                    "--instance-type",
                    "c7i.large",
                    "--volume-size",
                    "100GB"),
            refusal(
                    "--volume-size \"20000\": a whole number of GiB from 1 to 16384, for example 100",
                    "launch",
                    "demo",
                    "--instance-type",
                    "c7i.large",
                    "--volume-size",
                    "20000"),
            refusal("--volume-type \"io2\": one of gp3, gp2", launch("demo", "--volume-type", "io2")),
            refusal("--patience \"4h\": at most 3h", launch("demo", "--patience", "4h")),
            refusal("--cost-limit \"0\": US dollars, for example 20 or 2.50", launch("demo", "--cost-limit", "0")),
            refusal(
                    "--spot-max-price \"0\": US dollars an hour, for example 0.12",
                    launch("demo", "--spot", "--spot-max-price", "0")),
            refusal(
                    "--spot-max-price 0.12: on-demand has one price; give --spot, or leave it out",
                    launch("demo", "--spot-max-price", "0.12")),
            refusal("name is missing: for example spawn launch my-box --instance-type c7i.large", "launch"),
            refusal(
                    "name \"My_Box\": lower-case letters, digits and hyphens, at most 63; did you mean my-box?",
                    launch("My_Box")),
            refusal("name \"a\" and --name \"b\": give one of them", launch("a", "--name", "b")),
            refusal("--ttl \"1w\": use s, m, h, d, for example 7d or 2h30m", launch("demo", "--ttl", "1w")),
            refusal("--ttl \"-1h\": use s, m, h, d, for example 7d or 2h30m", launch("demo", "--ttl", "-1h")),
            refusal("--ttl \"\": use s, m, h, d, for example 7d or 2h30m", launch("demo", "--ttl", "")),
            refusal("--ttl \"0s\": must be more than zero, for example 30s", launch("demo", "--ttl", "0s")),
            refusal("--ttl \"366d\": at most 365d", launch("demo", "--ttl", "366d")),
            refusal(
                    "--idle-timeout \"2 h\": use s, m, h, d, for example 7d or 2h30m",
                    launch("demo", "--idle-timeout", "2 h")),
            refusal("--on-idle \"sleep\": one of stop, hibernate, terminate", launch("demo", "--on-idle", "sleep")),
            refusal(
                    "--hibernation: a spot instance of spawn's is a one-time request, which cannot hibernate; leave out"
                            + " --spot, or --hibernation",
                    launch("demo", "--spot", "--hibernation")),
            refusal(
                    "--on-idle hibernate: a spot instance of spawn's is a one-time request, which cannot hibernate;"
                            + " leave out --spot, or --on-idle hibernate",
                    launch("demo", "--spot", "--on-idle", "hibernate")),
            refusal(
                    "--hibernation with --ami ubuntu-24.04: AWS does not list this image among those that can"
                            + " hibernate; take al2023, or give the id of an image that you know to (ami-…)",
                    launch("demo", "--hibernation", "--ami", "ubuntu-24.04")),
            refusal(
                    "--on-idle stop: with --ttl, idle is not watched unless --idle-timeout is given too, for example 1h",
                    launch("demo", "--ttl", "2h", "--on-idle", "stop")),
            refusal(
                    "--on-complete hibernate: a spot instance of spawn's is a one-time request, which cannot hibernate;"
                            + " leave out --spot, or --on-complete hibernate",
                    launch("demo", "--spot", "--on-complete", "hibernate")),
            refusal(
                    "--on-complete \"exit\": one of none, stop, hibernate, terminate",
                    launch("demo", "--on-complete", "exit")),
            refusal(
                    "--completion-file \"done\": a whole path of at most 255 letters, digits and _ + = . , : @ -, for"
                            + " example /home/ec2-user/results",
                    launch("demo", "--completion-file", "done")),
            refusal(
                    "--completion-file \"/tmp/a: b\": a whole path of at most 255 letters, digits and _ + = . , : @ -,"
                            + " for example /home/ec2-user/results",
                    launch("demo", "--completion-file", "/tmp/a: b")),
            refusal(
                    "--results \"/home/../etc\": a whole path of at most 255 letters, digits and _ + = . , : @ -, for"
                            + " example /home/ec2-user/results",
                    launch("demo", "--results", "/home/../etc")),
            refusal(
                    "--completion-delay 30s: nothing follows completion; give --on-complete stop, hibernate or terminate too",
                    launch("demo", "--completion-delay", "30s")),
            refusal(
                    "--pre-stop \" \": there is nothing in it; leave --pre-stop out",
                    launch("demo", "--pre-stop", " ")),
            refusal(
                    "--pre-stop 4097 bytes of shell: at most 4096; put the rest into a script and call it",
                    launch("demo", "--pre-stop", "x".repeat(4097))),
            refusal("--pre-stop-timeout 1m: there is no --pre-stop to cut", launch("demo", "--pre-stop-timeout", "1m")),
            refusal(
                    "--pre-stop-timeout 2h: it would begin before the instance does, which lives 2h; give less",
                    launch("demo", "--ttl", "2h", "--pre-stop", "sync", "--pre-stop-timeout", "2h")),
            refusal(
                    "--warn-minutes \"5;1\": minutes, separated by commas, for example 15,5,1",
                    launch("demo", "--warn-minutes", "5;1")),
            refusal(
                    "--warn-minutes \"[0]\": at most 10 whole numbers of minutes from 1 to 1440, for example 15,5,1",
                    launch("demo", "--warn-minutes", "0")),
            refusal(
                    "--command and --user-data: give one of them; a script may hold the command too",
                    launch("demo", "--command", "make", "--user-data", "#!/bin/sh")),
            refusal(
                    "--no-ttl: every instance has a deadline, so that none is forgotten; use --ttl with at most 365d,"
                            + " and spawn extend when it is not enough",
                    launch("demo", "--no-ttl")),
            refusal(
                    "--tag \"spawn:x\": keys that begin with spawn: or aws: are reserved; take another prefix",
                    launch("demo", "--tag", "spawn:x=1")),
            refusal("--tag \"ttl\": this tag is set by spawn itself; take another key", launch("a", "--tag", "ttl=1")),
            refusal("--tag \"team\": use key=value, for example team=web", launch("demo", "--tag", "team")),
            refusal(
                    "--tag \"a=2\": this key was given before; one value each",
                    launch("demo", "--tag", "a=1", "--tag", "a=2")),
            refusal(
                    "--subnet \"subnet-x\": a subnet's id, for example subnet-0a1b2c3d",
                    launch("a", "--subnet", "subnet-x")),
            refusal(
                    "--zone us-east-1a with --subnet subnet-0a1b2c3d: a subnet lies in one zone; give one of them",
                    launch("a", "--subnet", "subnet-0a1b2c3d", "--zone", "us-east-1a")),
            refusal(
                    "--security-group \"default\": a security group's id, for example sg-0a1b2c3d",
                    launch("a", "--security-group", "default")),
            refusal(
                    "--security-group 2 security groups: at most 3 different ones",
                    launch("a", "--security-group", "sg-0a1b2c3d", "--security-group", "sg-0a1b2c3d")),
            refusal(
                    "--ssh-from \"0.0.0.0/0\": an IPv4 range in whole, for example 203.0.113.7/32 (your own address:"
                            + " curl https://checkip.amazonaws.com); the whole internet is not opened",
                    launch("a", "--ssh-from", "0.0.0.0/0")),
            refusal(
                    "--ssh-from \"203.0.113.7\": an IPv4 range in whole, for example 203.0.113.7/32 (your own address:"
                            + " curl https://checkip.amazonaws.com); the whole internet is not opened",
                    launch("a", "--ssh-from", "203.0.113.7")),
            refusal("--public-address \"maybe\": yes or no", launch("a", "--public-address", "maybe")),
            refusal("--dns \"all\": one of public, private, both, none", launch("a", "--dns", "all")),
            refusal("--no-dns with --dns both: give one of them", launch("a", "--dns", "both", "--no-dns")),
            refusal(
                    "--dns both with --public-address no: there is no public address to write; use --dns private, or none",
                    launch("a", "--dns", "both", "--public-address", "no")),
            refusal("--volume \"io2\": one of gp3, gp2", launch("a", "--volume", "100:io2")),
            refusal(
                    "--volume \"big\": GiB, and a type if you like, for example 100 or 100:gp3",
                    launch("a", "--volume", "big")),
            refusal(
                    "--kms-key \"a key\": a KMS key's id, alias or ARN, for example alias/lab",
                    launch("a", "--kms-key", "a key")),
            refusal(
                    "--env a name and a value, for example SEED=42",
                    launch("a", "--command", "make", "--env", "hunter2")),
            refusal(
                    "--env A: given before; one value each",
                    launch("a", "--command", "make", "--env", "A=1", "--env", "A=2")),
            refusal(
                    "--env SPAWN_ROOT: variables that begin with SPAWN_ or SPORED_ are spawn's own; take another name",
                    launch("a", "--command", "make", "--env", "SPAWN_ROOT=/")),
            refusal(
                    "--env A: one line of at most 2048 characters; put the rest into a file",
                    launch("a", "--command", "make", "--env", "A=b\nc")),
            refusal("--env A: there is no --command and no --user-data to run with it", launch("a", "--env", "A=b")),
            refusal(
                    "--secret TOKEN: the whole ARN of a parameter of SSM or of a secret of Secrets Manager, for example"
                            + " arn:aws:ssm:us-east-1:123456789012:parameter/lab/key; never the secret itself",
                    launch("a", "--command", "make", "--secret", "TOKEN=hunter2")),
            refusal(
                    "TOKEN: given by --env and by --secret; give one of them",
                    launch("a", "--command", "make", "--env", "TOKEN=x", "--secret", "TOKEN=" + SECRET)),
            refusal(
                    "--secret TOKEN: there is no --command and no --user-data to run with it",
                    launch("a", "--secret", "TOKEN=" + SECRET)),
            refusal(
                    "--instance-profile \"arn:aws:iam::1:x\": the name of a profile that the deployment declares (cdk"
                            + " context profiles), for example genomics; IAM's names and ARNs are not taken",
                    launch("a", "--instance-profile", "arn:aws:iam::1:x")),
            refusal(
                    "--launch-template \"lab:0\": a launch template's id (lt-…) or name, and a version if not the default"
                            + " one, for example lab:3",
                    launch("a", "--launch-template", "lab:0")),
            refusal(
                    "--user-data and --user-data-file: give one of them",
                    launch("a", "--user-data", "x", "--user-data-file", "y")),
            refusal(
                    "--ami \"windows\": al2023, ubuntu-24.04 or an image's id (ami-…)",
                    launch("demo", "--ami", "windows")),
            refusal(
                    "--region \"eu-west-1\": the bus is in us-east-1; leave --region out, or set SPAWN_BUS to a bus there",
                    launch("demo", "--region", "eu-west-1")),
            refusal("--id \"a b\": an id has 1 to 80 of letters, digits, _ and -", launch("demo", "--id", "a b")),
            refusal("extend: give --by DURATION (for example 1h) or --until INSTANT, one of them", "extend", "demo"),
            refusal(
                    "extend: give --by DURATION (for example 1h) or --until INSTANT, one of them",
                    "extend",
                    "demo",
                    "--by",
                    "1h",
                    "--until",
                    "2026-11-24T00:00:00Z"),
            refusal(
                    "--until \"tomorrow\": an instant with its zone, for example 2026-11-23T18:42:07Z or"
                            + " 2026-11-23T19:42:07+01:00",
                    "extend",
                    "demo",
                    "--until",
                    "tomorrow"),
            refusal(
                    "--until \"2026-11-23T16:42:07Z\": this has passed; to end an instance now, terminate it",
                    "extend",
                    "demo",
                    "--until",
                    "2026-11-23T16:42:07Z"),
            refusal("target is missing: the instance's name or id, for example spawn terminate my-box", "terminate"),
            refusal(
                    "target \"Demo\": lower-case letters, digits and hyphens, at most 63; did you mean demo?",
                    "stop",
                    "Demo"),
            // What a terminal would act on never reaches it.
            refusal(
                    "name \"a?[2Jb\": lower-case letters, digits and hyphens, at most 63; did you mean a-2jb?",
                    launch("a\u001b[2Jb")),
            refusal("unknown option --x?y; spawn launch --help shows what there is", "launch", "a", "--x\ny"));

    private static String[] launch(String name, String... more) {
        return Stream.concat(Stream.of("launch", name, "--instance-type", "c7i.large"), Stream.of(more))
                .toArray(String[]::new);
    }

    @ParameterizedTest(name = "{1}")
    @FieldSource("REFUSALS")
    void isRefusedInOneLine(String message, List<String> typed) {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types(typed.toArray(String[]::new));

        // Then
        assertRefused(outcome, message);
    }

    @Test
    void userDataAboveTheLimitIsRefused() throws IOException {
        // Given
        Files.writeString(folder.resolve("big.sh"), "x".repeat(10_241));

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).in(folder).types(launch("demo", "--user-data", "@big.sh"));

        // Then
        assertRefused(
                outcome,
                "--user-data \"@big.sh\": more than 10240 bytes of user data; put the rest into S3 and fetch it from the"
                        + " script");
    }

    @Test
    void userDataAsTextAboveTheLimitIsRefused() {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types(launch("demo", "--user-data", "x".repeat(10_241)));

        // Then
        assertRefused(
                outcome,
                "--user-data 10241 bytes of user data: at most 10240; put the rest into S3 and fetch it from the script");
    }

    @Test
    void aMissingFileIsRefusedWithWhereItWasLookedFor() {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).in(folder).types(launch("demo", "--user-data", "@none.sh"));

        // Then
        assertRefused(outcome, "--user-data \"@none.sh\": no such file (seen from " + folder + ")");
    }

    @Test
    void aFolderIsRefused() {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).in(folder).types(launch("demo", "--user-data", "@."));

        // Then
        assertRefused(outcome, "--user-data \"@.\": a folder; name the file in it");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        // Given
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).in(folder).types(launch("demo", "--user-data", "@binary"));

        // Then
        assertRefused(outcome, "--user-data \"@binary\": not UTF-8 text; user data is a script");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        // Given
        Files.writeString(folder.resolve("empty"), "\n", StandardCharsets.UTF_8);

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).in(folder).types(launch("demo", "--user-data", "@empty"));

        // Then
        assertRefused(outcome, "--user-data \"@empty\": there is nothing in it; leave --user-data out");
    }

    private void assertRefused(Shell.Outcome outcome, String message) {
        assertThat(outcome.err()).isEqualTo("spawn: " + message + System.lineSeparator());
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(bus.requests()).isEmpty();
    }
}
