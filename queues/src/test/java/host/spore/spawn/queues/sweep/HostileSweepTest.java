package host.spore.spawn.queues.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.testevents.Hostile;
import host.spore.spawn.testevents.JsonTexts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile text in every field of a sweep's file: it is that text in the launch and nothing more, or it is refused. */
class HostileSweepTest {
    private static final Setting SETTING = new Setting(
            new SweepId("lr-20261126-3f2a1b"),
            new Name("lr"),
            "ada",
            Envelope.first("command-1", Instant.parse("2026-11-26T12:00:00Z")));

    /** Every kind of field that may hold a text. No two are the same, so that each is found again where it has come to. */
    private static final JsonObject FULL = JsonObject.parse("""
            {"defaults": {"instance_type": "t3.micro", "ami": "al2023", "ttl": "2h", "owner": "eve", "command": "./train",
              "idle_timeout": "31m", "on_idle": "hibernate", "on_complete": "terminate", "completion_file": "/home/a/done",
              "completion_delay": "30s", "pre_stop": "sync", "pre_stop_timeout": "2m", "cost_limit": "2.5",
              "patience": "32m", "subnet": "subnet-0a1b2c3d", "ssh_from": "203.0.113.7/32",
              "security_groups": ["sg-0a1b2c3d"], "dns": "both", "volume_type": "gp3", "volumes": ["200:gp2"],
              "kms_key": "alias/lab", "key_name": "work", "results": "/home/a/results", "instance_profile": "genomics",
              "env": {"SEED": "42"}, "secrets": {"TOKEN": "arn:aws:ssm:us-east-1:123456789012:parameter/lab/t"},
              "tags": {"team": "web"}},
             "params": [{"name": "first", "lr": "fast", "param:step": "third"}],
             "grid": {"depth": ["deep", "flat"], "key_pair": ["other"]}}
            """);

    /** Whatever can be typed on a keyboard and more: these hold a text as it is, and the rest has a grammar. */
    private static final List<String> FREE = List.of("/defaults/command", "/defaults/env/SEED", "/defaults/pre_stop");

    static List<Hostile> hostile() {
        return Hostile.all();
    }

    /** What each file says is in the launches at its place, letter by letter, and nothing else of them has changed. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aTextComesOutAsItIsOrNotAtAll(Hostile hostile) {
        assertThat(problems(FULL.toString(), "rows.json")).isEmpty();
        List<Json> without = launches(FULL).orElseThrow();
        for (String name : List.of("rows.json", "rows.yaml")) {
            for (String field : JsonTexts.pointers(FULL)) {
                String before = JsonTexts.at(FULL, field);
                Optional<List<Json>> with =
                        launches(JsonTexts.with(FULL, field, hostile.text()).toString(), name);
                with.ifPresent(launches -> assertThat(launches)
                        .as(field)
                        .isEqualTo(without.stream()
                                .map(launch -> JsonTexts.replaced(launch, before, hostile.text()))
                                .toList()));
            }
        }
    }

    @Test
    void mostTextsAreTakenWhereATextIsFree() {
        for (String field : FREE) {
            assertThat(Hostile.texts().stream()
                            .filter(hostile -> launches(JsonTexts.with(FULL, field, hostile.text()))
                                    .isPresent()))
                    .as(field)
                    .hasSizeGreaterThan(Hostile.texts().size() / 2);
        }
    }

    /** A name becomes a variable and a tag; a shell's word, or nothing. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aParametersNameIsAShellsWordOrIsRefused(Hostile hostile) {
        String key = Json.of(hostile.text()).toString();
        String escaped = Json.of(Layer.PARAMETER + hostile.text()).toString();
        for (String file : List.of(
                FULL.toString().replace("\"lr\"", key),
                FULL.toString().replace("\"param:step\"", escaped),
                FULL.toString().replace("\"depth\"", key),
                FULL.toString().replace("\"depth\"", escaped),
                FULL.toString().replace("\"ami\"", key),
                // With nothing to run there are no variables, and the tag is all that there is.
                "{\"params\": [{\"instance_type\": \"t3.micro\", " + key + ": 1}]}",
                "{\"params\": [{\"instance_type\": \"t3.micro\", " + escaped + ": 1}]}")) {
            launches(file, "rows.json")
                    .ifPresent(launches -> assertThat(launches).isNotEmpty().allSatisfy(launch -> {
                        assertThat(keys(launch, "environment"))
                                .allMatch(word -> word.matches("[A-Za-z_][A-Za-z0-9_]*"));
                        assertThat(keys(launch, "tags"))
                                .allMatch(tag ->
                                        tag.matches("team|spawn:(sweep-(id|index)|param:[A-Za-z_][A-Za-z0-9_]*)"));
                    }));
        }
    }

    /** The names of variables, secrets and tags that a row gives itself are those of any launch. */
    @ParameterizedTest
    @MethodSource("hostile")
    void aKeyOfPairsIsThatKeyOrIsRefused(Hostile hostile) {
        String key = Json.of(hostile.text()).toString();
        for (String pairs : List.of("SEED environment", "TOKEN secrets", "team tags")) {
            String before = pairs.split(" ")[0];
            launches(FULL.toString().replace("\"" + before + "\"", key), "rows.json")
                    .ifPresent(launches -> assertThat(launches).allSatisfy(launch -> {
                        JsonObject held = ((JsonObject) launch).object(pairs.split(" ")[1]);
                        assertThat(held.members()).containsKey(hostile.text()).doesNotContainKey(before);
                    }));
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aCellIsThatTextOrIsRefused(Hostile hostile) {
        // Given: quoted, and half of a character as a file has it
        String cell = "\"" + hostile.text().replace("\"", "\"\"") + "\"";
        String table = "instance_type,command,env,lr\nt3.micro,COMMAND,,LR\n";

        // When, Then
        launches(table.replace("COMMAND", "./x").replace("LR", cell), "rows.csv")
                .ifPresent(launches -> assertThat(((JsonObject) launches.getFirst())
                                .object("environment")
                                .string("PARAM_lr"))
                        .isEqualTo(hostile.text()));
        launches(table.replace("LR", "1").replace("COMMAND", cell), "rows.csv")
                .ifPresent(launches -> assertThat(launches)
                        .singleElement()
                        .satisfies(launch -> assertThat(((JsonObject) launch).string("command"))
                                .isEqualTo(hostile.text())));
        launches(table.replace("env", cell).replace(",,", ",7,"), "names.csv")
                .ifPresent(launches -> assertThat(launches)
                        .singleElement()
                        .satisfies(launch -> assertThat(((JsonObject) launch)
                                        .object("environment")
                                        .members()
                                        .keySet())
                                .allMatch(word -> word.matches("[A-Za-z_][A-Za-z0-9_]*"))));
    }

    /** Whatever is wrong is told with its place, in one line each. */
    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsRefusedIsToldInLines(Hostile hostile) {
        var wrong = new ArrayList<Problem>();
        String key = Json.of(hostile.text()).toString();
        for (String name : List.of("rows.json", "rows.yaml", "rows.csv")) {
            if (!name.endsWith("csv")) {
                for (String field : JsonTexts.pointers(FULL)) {
                    wrong.addAll(
                            problems(JsonTexts.with(FULL, field, hostile.text()).toString(), name));
                }
                for (String word : List.of("defaults", "grid", "lr", "param:step", "depth", "ami", "SEED", "team")) {
                    wrong.addAll(problems(FULL.toString().replace("\"" + word + "\"", key), name));
                }
            }
            wrong.addAll(problems(hostile.text(), name));
            wrong.addAll(problems(hostile.text() + ",a\n1,2,3\n", name));
        }
        assertThat(wrong).hasSizeGreaterThan(20).allSatisfy(problem -> {
            assertThat(Hostile.steering(problem.message()))
                    .as(problem.message())
                    .isEmpty();
            assertThat(problem.message()).doesNotContain("\n").hasSizeLessThan(1_000);
            assertThat(Hostile.steering(Printable.of(problem.toString(), 2_000)))
                    .isEmpty();
        });
    }

    private static Set<String> keys(Json launch, String field) {
        return ((JsonObject) launch).strings(field).keySet();
    }

    private static SweepFile.Reading read(String text, String name) {
        List<Problem> problems = new ArrayList<>();
        try {
            Json tree = SweepFile.tree(text, name, problems);
            return problems.isEmpty() ? SweepFile.read(tree, SETTING) : new SweepFile.Wrong(problems);
        } catch (JsonException broken) {
            return new SweepFile.Wrong(List.of(new Problem("", String.valueOf(broken.getMessage()))));
        }
    }

    private static Optional<List<Json>> launches(JsonObject file) {
        return launches(file.toString(), "rows.json");
    }

    private static Optional<List<Json>> launches(String text, String name) {
        return switch (read(text, name)) {
            case SweepFile.Understood(List<LaunchInstance> rows, List<Problem> notes) ->
                Optional.of(rows.stream().<Json>map(LaunchInstance::toJson).toList());
            case SweepFile.Wrong wrong -> Optional.empty();
        };
    }

    private static List<Problem> problems(String text, String name) {
        return switch (read(text, name)) {
            case SweepFile.Understood understood -> understood.notes();
            case SweepFile.Wrong wrong -> wrong.problems();
        };
    }
}
