package host.spore.spawn.functions.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link BinaryObjects} keeps, the fake as well as S3. */
abstract class BinaryObjectsContract {
    protected abstract BinaryObjects subject();

    /** An empty bucket that no other test uses. */
    protected abstract String freshBucket();

    protected abstract void put(String bucket, String key, String content);

    protected abstract String read(String bucket, String key);

    protected abstract Set<String> keys(String bucket);

    @Test
    void copiesAndAgainIsTheSame() {
        // Given
        String from = freshBucket();
        String to = freshBucket();
        put(from, "ab.zip", "the archive");

        // When
        subject().copy(from, "ab.zip", to, "spored/ab/spored.tar.xz");
        subject().copy(from, "ab.zip", to, "spored/ab/spored.tar.xz");

        // Then
        assertThat(keys(to)).containsExactly("spored/ab/spored.tar.xz");
        assertThat(read(to, "spored/ab/spored.tar.xz")).isEqualTo("the archive");
        assertThat(keys(from)).containsExactly("ab.zip");
    }

    @Test
    void whatIsNotThereCannotBeCopied() {
        String from = freshBucket();
        String to = freshBucket();

        assertThatThrownBy(() -> subject().copy(from, "none", to, "any")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void deletesWhatBeginsSoAndNothingElse() {
        // Given
        String bucket = freshBucket();
        put(bucket, "spored/ab/spored.tar.xz", "1");
        put(bucket, "spored/cd/spored.tar.xz", "2");
        put(bucket, "other/spored/", "3");

        // When
        subject().deleteAll(bucket, "spored/");

        // Then
        assertThat(keys(bucket)).containsExactly("other/spored/");
    }

    @Test
    void deletingNothingOrInABucketThatIsGoneIsNoError() {
        String bucket = freshBucket();

        assertThatCode(() -> subject().deleteAll(bucket, "spored/")).doesNotThrowAnyException();
        assertThatCode(() -> subject().deleteAll(bucket + "-gone", "spored/")).doesNotThrowAnyException();
    }
}
