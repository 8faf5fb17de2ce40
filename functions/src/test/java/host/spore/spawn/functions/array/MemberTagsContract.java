package host.spore.spawn.functions.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link MemberTags} keeps, the fake as well as EC2. */
abstract class MemberTagsContract {
    protected abstract MemberTags subject();

    /** One that lives. */
    protected abstract InstanceId instance();

    /** One that EC2 does not know. */
    protected abstract InstanceId unknown();

    protected abstract Map<String, String> tagsOf(InstanceId id);

    @Test
    void tagsAreWrittenAndTwiceChangesNothing() {
        // Given
        InstanceId id = instance();

        // When
        subject().write(id, Map.of("Name", "contract-1", "spawn:array-index", "1"));
        subject().write(id, Map.of("Name", "contract-1", "spawn:array-index", "1"));

        // Then
        assertThat(tagsOf(id)).containsEntry("Name", "contract-1").containsEntry("spawn:array-index", "1");
    }

    @Test
    void whatIsNotKnownYetIsToBeTriedAgain() {
        InstanceId id = unknown();

        assertThatThrownBy(() -> subject().write(id, Map.of("Name", "contract-1")))
                .isInstanceOf(NotKnownYetException.class)
                .hasMessageContaining(id.value());
    }
}
