package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Access;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.QueueWorker;
import host.spore.spawn.events.Work;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileChoiceTest {
    private static final String OTHER = "arn:aws:ssm:us-east-1:123456789012:parameter/lab/token2";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, true, usual",
                "-, false, quiet",
                "genomics, true, arn:aws:iam::123456789012:instance-profile/genomics",
                "vault, true, arn:aws:iam::123456789012:instance-profile/vault",
                "vault, false, arn:aws:iam::123456789012:instance-profile/vault",
            })
    void isTheNamedOneOrABuiltInOne(@Nullable String name, boolean sessionManager, String arn) {
        assertThat(decide(new Access(null, name, sessionManager), Map.of())).isEqualTo(new Checked.Fine<>(arn));
    }

    @Test
    void whatTheProfileDeclaresMayBeRead() {
        assertThat(decide(new Access(null, "genomics", true), Map.of("TOKEN", FakeProfiles.SECRET)))
                .isInstanceOf(Checked.Fine.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '§',
            value = {
                "-        | true  | --secret TOKEN: an instance may read only what its profile declares, and the built-in one declares nothing; name one that does: --instance-profile NAME (cdk context profiles)",
                "genomics | true  | --secret TOKEN: the profile genomics does not declare " + OTHER
                        + "; add it to its secrets (cdk context profiles) and deploy again",
                "genomics | false | --no-session-manager: the profile genomics allows Session Manager; declare it with \"sessionManager\": false, or take another one",
                "physics  | true  | --instance-profile physics: this deployment declares no profile of that name; add it to the cdk context profiles and deploy again",
            })
    void whatIsNotDeclaredIsRefusedWithWhatToDo(@Nullable String name, boolean sessionManager, String reason) {
        assertThat(decide(new Access(null, name, sessionManager), Map.of("TOKEN", OTHER)))
                .isEqualTo(new Checked.Refused<>(reason));
    }

    @Test
    void aWorkerOfAQueueHasItsOwn() {
        Work work = new Work(
                null,
                null,
                Map.of(),
                Map.of(),
                null,
                new QueueWorker(
                        new QueueId("train"),
                        "run-1",
                        "arn:aws:states:us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123",
                        2));

        assertThat(decide(new Access(null, null, true), work)).isEqualTo(new Checked.Fine<>("worker"));
        assertThat(decide(new Access(null, "genomics", true), work))
                .isEqualTo(new Checked.Refused<>("--instance-profile genomics: a worker of a queue has a profile of its"
                        + " own; leave it out"));
    }

    @Test
    void aDeclarationIsReadAsTheDeploymentWritesIt() {
        assertThat(SsmProfiles.parse("{\"arn\":\"a\",\"sessionManager\":false,\"secrets\":[\"s\",\"t\"]}"))
                .isEqualTo(new Profiles.Profile("a", false, List.of("s", "t")));
    }

    private static Checked<String> decide(Access access, Map<String, String> secrets) {
        return decide(access, new Work(null, "make", Map.of(), secrets, null, null));
    }

    private static Checked<String> decide(Access access, Work work) {
        return ProfileChoice.decide(
                access, work, new ProfileChoice.BuiltIn("usual", "quiet", "worker"), FakeProfiles.ofALab());
    }
}
