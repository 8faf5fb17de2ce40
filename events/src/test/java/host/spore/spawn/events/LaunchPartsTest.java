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
