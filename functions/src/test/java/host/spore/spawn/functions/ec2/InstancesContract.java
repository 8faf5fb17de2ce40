package host.spore.spawn.functions.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Instances} keeps, the fake as well as EC2. */
public abstract class InstancesContract {
    private static final InstanceId NEVER_LAUNCHED = new InstanceId("i-00000000000000bad");

    protected abstract Instances subject();

    /** Starts an instance that lives. */
    protected abstract InstanceId launched(Map<String, String> tags);

    /** A name that no other test uses. */
    protected abstract Name freshName();

    @Test
    void findsAnInstanceWithItsTags() {
        // Given
        Name name = freshName();
        InstanceId id = launched(Map.of("spawn", "true", "Name", name.value(), "ttl", "2036-11-23T18:42:07Z"));

        // When
        Optional<InstanceView> found = subject().find(id);

        // Then
        assertThat(found).hasValueSatisfying(view -> {
            assertThat(view.id()).isEqualTo(id);
            assertThat(view.state().isEnding()).isFalse();
            assertThat(view.isOurs()).isTrue();
            assertThat(view.tag("Name")).contains(name.value());
            assertThat(view.deadline()).contains(Instant.parse("2036-11-23T18:42:07Z"));
        });
    }

    @Test
    void doesNotFindWhatWasNeverLaunched() {
        assertThat(subject().find(NEVER_LAUNCHED)).isEmpty();
    }

    @Test
    void listsOursThatLiveAndNobodyElses() {
        // Given
        InstanceId ours = launched(Map.of("spawn", "true", "Name", freshName().value()));
        InstanceId others = launched(Map.of("Name", freshName().value()));

        // When
        var living = subject().living().stream().map(InstanceView::id).toList();

        // Then
        assertThat(living).contains(ours).doesNotContain(others);
    }

    @Test
    void listsByName() {
        // Given
        Name name = freshName();
        InstanceId one = launched(Map.of("spawn", "true", "Name", name.value()));
        launched(Map.of("spawn", "true", "Name", freshName().value()));

        // When
        var named = subject().living(name).stream().map(InstanceView::id).toList();

        // Then
        assertThat(named).containsExactly(one);
    }

    @Test
    void terminatesForGood() {
        // Given
        InstanceId id = launched(Map.of("spawn", "true", "Name", freshName().value()));

        // When
        subject().terminate(id);

        // Then
        assertThat(subject().find(id))
                .hasValueSatisfying(view -> assertThat(view.state().isEnding()).isTrue());
        assertThat(subject().living()).extracting(InstanceView::id).doesNotContain(id);
    }

    @Test
    void terminatingTwiceOrNothingAtAllIsNoError() {
        // Given
        InstanceId id = launched(Map.of("spawn", "true", "Name", freshName().value()));
        subject().terminate(id);

        // When, Then
        assertThatCode(() -> subject().terminate(id)).doesNotThrowAnyException();
        assertThatCode(() -> subject().terminate(NEVER_LAUNCHED)).doesNotThrowAnyException();
    }

    @Test
    void writesTheDeadlineIntoItsTagAndLeavesTheOthers() {
        // Given
        Name name = freshName();
        InstanceId id = launched(Map.of("spawn", "true", "Name", name.value(), "ttl", "2036-11-23T18:42:07Z"));
        Instant later = Instant.parse("2036-11-24T00:00:00Z");

        // When
        subject().tagDeadline(id, later);

        // Then
        assertThat(subject().find(id)).hasValueSatisfying(view -> {
            assertThat(view.deadline()).contains(later);
            assertThat(view.tag("Name")).contains(name.value());
        });
    }

    @Test
    void tellsWhyANameWasRefusedUntilItIsNotAndLeavesTheOtherTags() {
        // Given
        Name name = freshName();
        InstanceId id = launched(Map.of("spawn", "true", "Name", name.value()));

        // When
        subject().tagNameRefused(id, Optional.of("an instance in eu-west-1 has the name"));
        subject().tagNameRefused(id, Optional.of("an instance in eu-west-2 has the name"));

        // Then
        assertThat(subject().find(id)).hasValueSatisfying(view -> {
            assertThat(view.tag(Instances.NAME_REFUSED)).contains("an instance in eu-west-2 has the name");
            assertThat(view.tag("Name")).contains(name.value());
        });

        // When
        subject().tagNameRefused(id, Optional.empty());
        subject().tagNameRefused(id, Optional.empty());

        // Then
        assertThat(subject().find(id)).hasValueSatisfying(view -> {
            assertThat(view.tag(Instances.NAME_REFUSED)).isEmpty();
            assertThat(view.tag("Name")).contains(name.value());
        });
        assertThatCode(() -> subject().tagNameRefused(NEVER_LAUNCHED, Optional.of("gone")))
                .doesNotThrowAnyException();
    }
}
