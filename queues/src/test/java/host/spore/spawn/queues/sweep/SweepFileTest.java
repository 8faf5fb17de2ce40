package host.spore.spawn.queues.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFileTest {
    private static final Setting SETTING = new Setting(
            new SweepId("lr-20261126-3f2a1b"),
            new Name("lr"),
            "ada",
            Envelope.first("command-1", Instant.parse("2026-11-26T12:00:00Z")));

    private static SweepFile.Reading read(String text, String name) {
        List<Problem> problems = new ArrayList<>();
        Json tree = SweepFile.tree(text, name, problems);
        return problems.isEmpty() ? SweepFile.read(tree, SETTING) : new SweepFile.Wrong(problems);
    }

    private static List<LaunchInstance> rows(String text, String name) {
        return switch (read(text, name)) {
            case SweepFile.Understood understood -> understood.rows();
            case SweepFile.Wrong wrong -> throw new AssertionError(wrong.problems());
        };
    }

    private static List<LaunchInstance> rows(String json) {
        return rows(json, "sweep.json");
    }

    private static List<String> problems(String text, String name) {
        return switch (read(text, name)) {
            case SweepFile.Understood understood -> List.of();
            case SweepFile.Wrong wrong ->
                wrong.problems().stream().map(Problem::toString).toList();
        };
    }

    private static List<String> problems(String json) {
        return problems(json, "sweep.json");
    }

    private static String one(String members) {
        return "{\"defaults\": {\"instance_type\": \"t3.micro\", \"command\": \"./x\"}, \"params\": [{" + members
                + "}]}";
    }

    @Test
    void aRowHasItsParametersAsVariablesAndAsTags() {
        // When
        LaunchInstance row = rows(one("\"lr\": 0.10, \"deep\": true, \"data\": \"s3://a b/c,d\""))
                .getFirst();

        // Then
        assertThat(row.work().environment())
                .containsEntry("PARAM_lr", "0.10")
                .containsEntry("PARAM_deep", "true")
                .containsEntry("PARAM_data", "s3://a b/c,d")
                .containsEntry("SWEEP_ID", "lr-20261126-3f2a1b")
                .containsEntry("SWEEP_NAME", "lr")
                .containsEntry("SWEEP_SIZE", "1")
                .containsEntry("SWEEP_INDEX", "0")
                .hasSize(7);
        assertThat(row.tags().values())
                .containsEntry("spawn:param:lr", "0.10")
                .containsEntry("spawn:param:data", "s3://a b/c,d")
                .containsEntry("spawn:sweep-id", "lr-20261126-3f2a1b")
                .containsEntry("spawn:sweep-index", "0");
        assertThat(row.name()).isEqualTo(new Name("lr-20261126-3f2a1b-0"));
        assertThat(row.owner()).isEqualTo("ada");
        assertThat(row.envelope().id()).isEqualTo("lr-20261126-3f2a1b_1_0");
        assertThat(row.envelope().correlationId()).isEqualTo("command-1");
    }

    @Test
    void aRowWithoutAnythingToRunHasTagsAlone() {
        // When
        LaunchInstance row = rows("{\"params\": [{\"instance_type\": \"t3.micro\", \"lr\": 1}]}")
                .getFirst();

        // Then
        assertThat(row.work().environment()).isEmpty();
        assertThat(row.tags().values()).containsEntry("spawn:param:lr", "1");
    }

    @Test
    void aGridIsEveryCombinationBehindTheRowsWithTheLastSortedKeyFastest() {
        // When
        List<LaunchInstance> rows = rows("""
                {"defaults": {"instance_type": "t3.micro"}, "params": [{"b": 0}],
                 "grid": {"b": [1, 2], "a": ["x", "y"], "instance_type": ["t3.small"]}}
                """);

        // Then
        assertThat(rows.stream()
                        .map(row -> row.tags().values().get("spawn:param:a")
                                + row.tags().values().get("spawn:param:b")))
                .containsExactly("null0", "x1", "x2", "y1", "y2");
        assertThat(rows.stream().map(row -> row.machine().instanceType()))
                .containsExactly("t3.micro", "t3.small", "t3.small", "t3.small", "t3.small");
    }

    @Test
    void yamlSaysTheSameAsJson() {
        assertThat(rows("""
                defaults: {instance_type: t3.micro, ttl: 2h}
                params:
                  - {lr: 0.1, cost_limit: 2.5}
                  - {lr: 0.01, name: own}
                """, "sweep.yml")).isEqualTo(rows("""
                {"defaults": {"instance_type": "t3.micro", "ttl": "2h"},
                 "params": [{"lr": 0.1, "cost_limit": "2.5"}, {"lr": 0.01, "name": "own"}]}
                """));
    }

    @Test
    void aTableHasTypedCellsAndEmptyOnesSayNothing() {
        // When
        List<LaunchInstance> rows = rows("""
                instance_type,spot,volume_size,note,lr
                t3.micro,true,50,"a ""b"", c",0.1

                t3.small,,,007,
                """, "SWEEP.CSV");

        // Then
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().purchase().spot()).isTrue();
        assertThat(rows.getFirst().volumes().sizeGib()).isEqualTo(50);
        assertThat(rows.getFirst().tags().values())
                .containsEntry("spawn:param:note", "a \"b\", c")
                .containsEntry("spawn:param:lr", "0.1");
        assertThat(rows.getLast().purchase().spot()).isFalse();
        assertThat(rows.getLast().tags().values())
                .containsEntry("spawn:param:note", "007")
                .doesNotContainKey("spawn:param:lr");
    }

    @Test
    void aRaggedRowIsToldWithItsLine() {
        assertThat(problems("a,b\n1,2\n\"x\ny\",2\n3\n", "x.csv"))
                .containsExactly("line 5: 1 cells under 2 names; a cell that is to say nothing is empty, and a comma"
                        + " within a text is in quotes");
        assertThat(problems("a,b,a\n\"1,2,3", "x.csv"))
                .containsExactly(
                        "line 1: the name \"a\" is there twice",
                        "line 2: a quote is opened and never closed",
                        "line 2: 1 cells under 3 names; a cell that is to say nothing is empty, and a comma within a"
                                + " text is in quotes");
    }

    @Test
    void aRowWinsOverWhatWasSaidBesideTheFileAndThatOverItsDefaults() {
        // Given
        JsonObject file = JsonObject.parse("""
                {"defaults": {"instance_type": "t3.micro", "ttl": "1h", "az": "us-east-1a", "lr": 1, "env": {"A": "1", "B": "1"}},
                 "params": [{"ttl": "3h", "env": {"C": "3"}, "command": "x"}, {"command": "x"}]}
                """);
        JsonObject options = JsonObject.parse("""
                {"ttl": "2h", "zone": "us-east-1b", "env": {"B": "2", "C": "2"}, "idle_timeout": "10m"}
                """);

        // When
        List<LaunchInstance> rows = rows(SweepFile.with(file, options).toString());

        // Then
        assertThat(rows.stream().map(row -> String.valueOf(row.life().ttl()))).containsExactly("3h", "2h");
        assertThat(rows.stream().map(row -> row.placement().zone())).containsOnly("us-east-1b");
        assertThat(rows.stream().map(row -> String.valueOf(row.life().idleTimeout())))
                .containsOnly("10m");
        assertThat(rows.getFirst().work().environment())
                .containsEntry("A", "1")
                .containsEntry("B", "2")
                .containsEntry("C", "3")
                .containsEntry("PARAM_lr", "1");
        assertThat(rows.getLast().work().environment()).containsEntry("C", "2");
    }

    @Test
    void everyFieldOfALaunchHasAKey() {
        // Given: each field of the message, as its sample has it, but what the envelope and queues say
        JsonObject launch = rows(one("\"x\": 1")).getFirst().toJson();

        // When, Then: issues 525, 539 and 544 of the system that spawn replaces, whose sweeps dropped what launches had
        assertThat(Arrays.stream(LaunchInstance.class.getRecordComponents())
                        .flatMap(component -> component.getType().isRecord()
                                        && !component.getType().getSimpleName().matches("Envelope|Name|Tags")
                                ? Arrays.stream(component.getType().getRecordComponents())
                                : java.util.stream.Stream.of(component))
                        .map(java.lang.reflect.RecordComponent::getName)
                        // A row is one instance.
                        .filter(name -> !name.matches("envelope|worker|array"))
                        .map(name -> switch (name) {
                            case "sizeGib" -> "volumeSizeGib";
                            case "type" -> "volumeType";
                            case "data" -> "dataVolumes";
                            default -> name;
                        }))
                .allSatisfy(field -> assertThat(RowKey.ofField(field)).as(field).isPresent());
        assertThat(launch.has("name")).isTrue();
    }

    @Test
    void whateverALaunchMayBeARowMayBe() {
        // When
        LaunchInstance row = rows("""
                {"params": [{"instance_type": "c7i.large|c7a.*", "ami": "ubuntu-24.04", "ttl": "2h", "idle_timeout": "30m",
                 "on_idle": "terminate", "on_complete": "terminate", "completion_file": "/home/a/done", "completion_delay": "30s",
                 "pre_stop": "sync", "pre_stop_timeout": "2m", "warn_minutes": "15,5", "spot": true, "on_demand_fallback": true,
                 "spot_max_price": 0.12, "cost_limit": 20, "patience": "30m", "availability_zone": "us-east-1a",
                 "security_groups": "sg-0a1b2c3d", "ssh_from": "203.0.113.7/32", "public_address": false, "dns": "private",
                 "volume_size": 100, "volume_type": "gp3", "volumes": ["200", "10:gp2"], "kms_key": "alias/lab",
                 "owner": "eve", "tags": {"team": "web"}, "user_command": "./x\\n./y", "env": {"A": 1},
                 "secrets": {"T": "arn:aws:ssm:us-east-1:123456789012:parameter/lab/t"}, "results": "/home/a/results",
                 "key_pair": "work", "instance_profile": "genomics", "session_manager": false, "replace": true,
                 "keep_on_error": true}]}
                """).getFirst();

        // Then
        JsonObject json = row.toJson();
        assertThat(json.members().keySet())
                .containsAll(Arrays.stream(RowKey.values())
                        .filter(key -> key != RowKey.SUBNET && key != RowKey.USER_DATA && key != RowKey.LAUNCH_TEMPLATE)
                        .map(RowKey::field)
                        .collect(Collectors.toSet()));
        assertThat(row.life().onComplete()).isEqualTo(CompletionAction.TERMINATE);
        assertThat(row.life().warnMinutes()).containsExactly(15, 5);
        assertThat(row.volumes().data()).hasSize(2);
        assertThat(row.purchase().spotMaxPrice()).isEqualTo("0.12");
        assertThat(row.owner()).isEqualTo("eve");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            instance-type|did you mean "instance_type"?
            InstanceType|did you mean "instance_type"?
            instance_typ|did you mean "instance_type"?
            Spot|did you mean "spot"?
            TTL|did you mean "ttl"?
            ttl_hours|did you mean "ttl"?
            budget|did you mean "cost_limit"?
            disk_size|did you mean "volume_size"?
            image_id|did you mean "ami"?
            max_concurrent|it is of the sweep and not of a row: give the option --max-concurrent
            launch-delay|it is of the sweep and not of a row: give the option --launch-delay
            region|spawn has no such key: a deployment is in one region, that of its bus; leave it out
            iam_role|spawn has no such key: spawn gives no role
            step|spawn has no such key: rows have no steps
            2x|a parameter's name is a letter or _
            a.b|a parameter's name is a letter or _
            """)
    void aKeyThatMeansAnotherIsRefusedWithTheRightOne(String key, String message) {
        assertThat(problems(one("\"" + key + "\": 1")))
                .singleElement()
                .asString()
                .startsWith("/params/0/" + key + ": " + message);
    }

    @ParameterizedTest
    @CsvSource({"lr", "depth", "size", "learning_rate", "seed", "amis", "names_of_files"})
    void aKeyThatIsNearToNoneIsAParameter(String key) {
        assertThat(rows(one("\"" + key + "\": 1")).getFirst().tags().values()).containsEntry("spawn:param:" + key, "1");
    }

    @Test
    void aParameterMayBeCalledAsAKeyIsIfItSaysSo() {
        assertThat(rows(one("\"param:ttl\": \"5\", \"param:budget\": 1, \"ttl\": \"2h\""))
                        .getFirst()
                        .work()
                        .environment())
                .containsEntry("PARAM_ttl", "5")
                .containsEntry("PARAM_budget", "1");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndOnceEach() {
        assertThat(problems("""
                {"defaults": {"instance_type": "t3.micro", "idle_timeout": "1w", "command": "x"},
                 "params": [{"ttl": "1y", "volume_size": 1.5, "lr": [1]}, {"spot": "yes", "note": "a\\nb", "cost_limit": 0}, 7]}
                """))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).startsWith("/defaults/idle_timeout: \"1w\": use s, m, h"),
                        problem -> assertThat(problem).startsWith("/params/0/ttl: \"1y\""),
                        problem -> assertThat(problem)
                                .isEqualTo("/params/0/volume_size: expected a whole number, got a number"),
                        problem -> assertThat(problem)
                                .isEqualTo("/params/0/lr: expected a text, a number, true or false, got an array"),
                        problem ->
                                assertThat(problem).isEqualTo("/params/1/spot: expected true or false, got a string"),
                        problem -> assertThat(problem).startsWith("/params/1/note: a parameter is one line"),
                        problem -> assertThat(problem).startsWith("/params/1/cost_limit: \"0\": US dollars"),
                        problem -> assertThat(problem).isEqualTo("/params/2: expected an object, got a number"));
    }

    @Test
    void whatDoesNotGoTogetherIsToldOfTheRow() {
        assertThat(problems(one("\"spot_max_price\": \"0.1\"")))
                .singleElement()
                .asString()
                .startsWith("row 0: --spot-max-price 0.1: on-demand has one price");
        assertThat(problems("{\"params\": [{\"lr\": 1}]}"))
                .singleElement()
                .asString()
                .contains("row 0: ", "\"instance_type\"", "give it in the row, in \"defaults\", or as --instance-type");
    }

    @Test
    void twoRowsHaveTwoNames() {
        assertThat(problems("""
                {"defaults": {"instance_type": "t3.micro"}, "params": [{"name": "a"}, {"name": "b"}, {"name": "a"}]}
                """)).singleElement().asString().startsWith("/params/2/name: \"a\" is row 0's name too");
    }

    @Test
    void moreTagsThanEc2TakesAreRefusedAndNotDropped() {
        // Given: 2 of the sweep, so 33 parameters fit
        String fits = IntStream.range(0, 33).mapToObj(i -> "\"p" + i + "\": 1").collect(Collectors.joining(","));

        // When, Then
        assertThat(rows(one(fits)).getFirst().tags().values()).hasSize(35);
        assertThat(problems(one(fits + ",\"q\": 1")))
                .singleElement()
                .asString()
                .startsWith("row 0: 36 tags, of which 34 are parameters");
    }

    @Test
    void aParameterIsNoLongerThanATagTakes() {
        assertThat(problems(one("\"x\": \"" + "a".repeat(256) + "\""))).isEmpty();
        assertThat(problems(one("\"x\": \"" + "a".repeat(257) + "\"")))
                .singleElement()
                .asString()
                .contains("\"spawn:param:x\": a parameter of a sweep is one line of at most 256 characters");
    }

    @Test
    void nobodySetsTagsThatAreSpawns() {
        assertThat(problems(one("\"tags\": {\"spawn:param:x\": \"1\"}")))
                .containsExactly(
                        "/params/0/tags/spawn:param:x: keys that begin with spawn: are spawn's own; take another one");
    }

    @Test
    void aFileHasRowsAndNothingElseThatCounts() {
        assertThat(problems("{}"))
                .containsExactly("no rows: give \"params\", an array of objects, or \"grid\", an object of arrays");
        assertThat(problems("[]")).containsExactly("expected an object with params, grid or both, got an array");
        assertThat(
                        problems(
                                "{\"params\": [{\"instance_type\": \"t3.micro\"}], \"ttl\": \"2h\", \"max_concurrent\": 3, \"Grid\": {}}"))
                .containsExactly(
                        "/ttl: says nothing here: put \"ttl\" into \"defaults\"",
                        "/max_concurrent: not of a file: give the option --max-concurrent",
                        "/Grid: did you mean \"grid\"?");
        assertThat(read("{\"params\": [{\"instance_type\": \"t3.micro\"}], \"about\": 1}", "x.json"))
                .isInstanceOfSatisfying(
                        SweepFile.Understood.class,
                        understood -> assertThat(understood.notes())
                                .extracting(Problem::toString)
                                .containsExactly(
                                        "/about: unknown, and passed over; a file has defaults, grid and params"));
    }

    @Test
    void tenThousandRowsAreTakenAndNotOneMore() {
        // Given
        String values = IntStream.range(0, 100).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String grid = "{\"defaults\": {\"instance_type\": \"t3.micro\"}, \"grid\": {\"a\": [" + values + "], \"b\": ["
                + values + "]}";

        // When, Then
        assertThat(rows(grid + "}")).hasSize(10_000);
        assertThat(problems(grid + ", \"params\": [{}]}"))
                .containsExactly("/grid: 10001 rows with its combinations; at most 10000: give fewer values");
    }

    @Test
    void aScriptIsNotReadFromWhereverTheFileIsRead() {
        assertThat(problems("{\"params\": [{\"instance_type\": \"t3.micro\", \"user_data\": \"@/etc/passwd\"}]}"))
                .containsExactly("/params/0/user_data: a file is read for --user-data on the command line only; put the"
                        + " script itself here");
    }
}
