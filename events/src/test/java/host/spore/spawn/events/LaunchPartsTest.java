package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a launch, where each is checked by itself: whoever speaks on the bus meets the same. */
class LaunchPartsTest {
    private static final String ACTIVITY =
            "arn:aws:states:us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123";

    private static final String SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:lab/db-AbCdEf";

    @ParameterizedTest
    @ValueSource(
            strings = {
                SECRET,
                "arn:aws:ssm:eu-west-1:123456789012:parameter/lab/token",
                "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/t"
            })
    void aSecretIsAWholeArn(String arn) {
        assertThat(Work.checkedSecrets(Map.of("S", arn))).containsEntry("S", arn);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"size\":1} | --array 1: 2 to 1000 instances; for one, leave out --array",
                "{\"size\":1001} | --array 1001: 2 to 1000 instances",
                "{\"size\":4,\"minViable\":5} | --min-viable 5: 1 to 4, the size of the array",
                "{\"size\":4,\"minViable\":0} | --min-viable 0: 1 to 4, the size of the array",
                "{\"size\":4,\"refill\":true} | --refill: launches again what a spot interruption has ended, so give --spot, too",
                "{\"size\":4},\"replace\":true | --array with --replace: this goes with one instance only; end the instances that have the names first",
                "{\"size\":4},\"keepOnError\":true | --array with --keep-on-error: this goes with one instance only; launch one alone, and look at that",
                "{\"size\":4},\"command\":\"true\",\"environment\":{\"JOB_ARRAY_INDEX\":\"7\"} | JOB_ARRAY_INDEX: variables that begin with JOB_ARRAY_ are set by the array; take another name",
            })
    void anArrayIsChecked(String array, String refusal) {
        assertThatThrownBy(() -> launch(array)).isInstanceOf(Refusal.class).hasMessage(refusal);
    }

    @Test
    void anArrayIsAllOrNoneUnlessItSaysMore() {
        assertThat(launch("{\"size\":4}").arrayOrder()).contains(new ArrayOrder(4, 4, false));
        assertThat(launch("{\"size\":1000,\"minViable\":1}").arrayOrder()).contains(new ArrayOrder(1_000, 1, false));
    }

    @Test
    void membersHaveIdsOfTheirOwn() {
        assertThat(ArrayOrder.memberId("c1", 0))
                .isEqualTo(ArrayOrder.memberId("c1", 0))
                .isNotEqualTo(ArrayOrder.memberId("c1", 1))
                .isNotEqualTo(ArrayOrder.memberId("c10", 0));
        assertThat(Ids.isValid(ArrayOrder.memberId("c1", 0))).isTrue();
    }

    @Test
    void anArraysIdIsItsNameItsDayAndItsCommands() {
        ArrayId id = ArrayId.of(new Name("work"), "c1", java.time.Instant.parse("2026-11-27T23:59:59.9Z"));
        assertThat(id.value()).matches("work-20261127-[0-9a-f]{6}");
        assertThat(ArrayId.of(new Name("work"), "c2", java.time.Instant.parse("2026-11-27T00:00:00Z")))
                .isNotEqualTo(id);
        assertThatThrownBy(() -> new ArrayId("work")).isInstanceOf(Refusal.class);
    }

    @Test
    void aCommandIsAboutExactlyOneOrOneGroup() {
        assertThat(new Target("demo").isMany()).isFalse();
        assertThat(Target.ofArray("work").isMany()).isTrue();
        assertThat(Target.ofSweep("lr-20261126-3f2a1b")).hasToString("every instance of sweep lr-20261126-3f2a1b");
        assertThatThrownBy(() -> new Target(null, null, null, null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Target("demo", null, "work", null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Target(null, "ada", null, "lr")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Target.ofArray("-work")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Target.ofArray("work").value()).hasMessageStartingWith("every instance of array work");
    }

    private static LaunchInstance launch(String array) {
        return (LaunchInstance) Language.command(
                        "LaunchInstance",
                        host.spore.spawn.events.json.JsonObject.parse("{\"version\":1,\"id\":\"c1\",\"correlationId\":"
                                + "\"c0\",\"at\":\"2026-11-27T12:00:00Z\",\"name\":\"work\",\"owner\":\"ann\","
                                + "\"instanceType\":\"t3.micro\",\"array\":" + array + "}"))
                .orElseThrow();
    }

    /** Somebody may have given the secret itself: it must not be said again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "",
                "lab/token",
                "arn:aws:ssm:us-east-1:123456789012:parameter/lab token",
                "arn:aws:ssm:us-east-1:123456789012:parameter/*",
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:lab/db",
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:lab/db-AbCdEf:password::",
                "arn:aws:s3:::bucket/key",
                SECRET + "\nX=" + SECRET
            })
    void whatIsNoneIsRefusedWithoutBeingSaid(String text) {
        assertThatThrownBy(() -> Work.checkedSecrets(Map.of("S", text)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("S: the whole ARN of a parameter of SSM")
                .satisfies(refusal -> assertThat(text.isEmpty()
                                || !String.valueOf(refusal.getMessage()).contains(text))
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1A", "A-B", "A B", "", "A=B", "Ä", "SPAWN_ROOT", "SPORED_X"})
    void aVariablesNameIsOneForEverybody(String name) {
        assertThatThrownBy(() -> Work.checkedSecrets(Map.of(name, SECRET))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Work.checkedEnvironment(Map.of(name, "x"))).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\0b", "a\rb", "\u0085", "\ud800", "a\udc00b"})
    void aValueIsOneLineOfWholeCharacters(String value) {
        assertThatThrownBy(() -> Work.checkedEnvironment(Map.of("A", value)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("A: one line");
    }

    @Test
    void aPairOfSurrogatesIsACharacter() {
        assertThat(Work.checkedEnvironment(Map.of("A", "🧬"))).containsEntry("A", "🧬");
    }

    @Test
    void thereAreBounds() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= Work.MAX_VARIABLES; i++) {
            many.put("V" + i, SECRET);
        }
        assertThatThrownBy(() -> Work.checkedEnvironment(many)).hasMessage("51 variables: at most 50");
        assertThatThrownBy(() -> Work.checkedSecrets(many)).hasMessage("51 secrets: at most 20");
    }

    @Test
    void oneNameHasOneMeaning() {
        assertThatThrownBy(() -> new Work(null, "make", Map.of("A", "x"), Map.of("A", SECRET), null, null))
                .hasMessage("A: given by --env and by --secret; give one of them");
        assertThatThrownBy(() -> new Work(null, null, Map.of(), Map.of("A", SECRET), null, null))
                .hasMessage("--secret A: there is no --command and no --user-data to run with it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lab",
                "lab:3",
                "lab:$Latest",
                "lab:$Default",
                "team/lab(2).x",
                "lt-0123456789abcdef0",
                "lt-0123456789abcdef0:12"
            })
    void aTemplateHasANameOrAnIdAndMaybeAVersion(String text) {
        assertThat(new Machine(null, null, false, text).launchTemplate()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "lab:", "lab:0", "lab:latest", "lab:$latest", "a b c", "lab:1:2"})
    void whatIsNoTemplateIsRefused(String text) {
        assertThatThrownBy(() -> new Machine("t3.micro", null, false, text)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"t3.micro, -, -, al2023", "t3.micro, -, lab, -", "-, ubuntu-24.04, lab, ubuntu-24.04"})
    void withoutATemplateTheImageIsTheDefaultOne(
            @Nullable String type, @Nullable String ami, @Nullable String template, @Nullable String image) {
        assertThat(new Machine(type, ami, false, template).ami()).isEqualTo(image);
    }

    @Test
    void somethingMustSayTheType() {
        assertThatThrownBy(() -> new Machine(null, "al2023", false, null))
                .hasMessage("--instance-type is missing: for example --instance-type c7i.large");
        assertThat(new Machine(null, null, false, "lab").instanceTypes()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Lab", "lab-", "1ab", "lab_x", "../lab", "lab/x", "abcdefghijklmnopqrstuvwxyz-0123456"})
    void aProfilesNameCannotLeadElsewhere(String name) {
        assertThatThrownBy(() -> Access.checkedInstanceProfile(name)).isInstanceOf(Refusal.class);
    }

    @Test
    void aWorkersWorkComesFromItsQueueAlone() {
        QueueWorker worker = new QueueWorker(new QueueId("train"), "run-1", ACTIVITY, 4);

        assertThatThrownBy(() -> new Work(null, "make", Map.of(), Map.of(), null, worker))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("/worker: a worker's work comes from its queue");
        assertThatThrownBy(() -> new Work(null, null, Map.of(), Map.of(), "/results", worker))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aWorkerIsOfAnActivityOfOursAndHasSlotsWithinBounds() {
        assertThatThrownBy(() -> new QueueWorker(new QueueId("train"), "run-1", ACTIVITY, 65))
                .hasMessage("/worker/slots: 65: 1 to 64");
        assertThatThrownBy(() -> new QueueWorker(new QueueId("train"), "run-1", ACTIVITY, 0))
                .hasMessage("/worker/slots: 0: 1 to 64");
        assertThatThrownBy(() -> new QueueWorker(
                        new QueueId("train"), "run-1", "arn:aws:states:us-east-1:123456789012:activity:theirs", 1))
                .hasMessageContaining("the ARN of a queue's activity");
        assertThatThrownBy(() -> new QueueId("my queue")).hasMessageContaining("1 to 60 letters");
    }
}
