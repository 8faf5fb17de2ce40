package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleTest {
    private static final String PATH = "/latest/meta-data/iam/security-credentials/spawn-instance";

    private final AtomicLong seconds = new AtomicLong();
    private Instant start;
    private FakeCloud cloud;
    private Role role;

    @BeforeEach
    void setUp() throws IOException {
        cloud = new FakeCloud();
        start = Instant.now();
        SteadyClock clock = new SteadyClock(new Later(), () -> seconds.get() * 1_000_000_000L);
        role = new Role(MetadataService.at(cloud.url(), Duration.ofSeconds(2)), clock);
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    @Test
    void readsThemOnceAndAgainBeforeTheyRunOut() throws IOException {
        // Given
        login("one", start.plusSeconds(600));
        role.credentials();
        role.credentials();
        assertThat(cloud.asked(PATH)).isEqualTo(1);

        // When: five minutes are left, and the next ones are there
        login("two", start.plusSeconds(20_000));
        seconds.set(301);

        // Then
        assertThat(role.credentials().accessKeyId()).isEqualTo("two");
        seconds.set(301 + 899);
        role.credentials();
        assertThat(cloud.asked(PATH)).isEqualTo(2);
        seconds.set(301 + 901);
        role.credentials();
        assertThat(cloud.asked(PATH)).isEqualTo(3);
    }

    @Test
    void readsThemAgainWhenAwsDoesNotTakeThem() throws IOException {
        // Given
        login("one", start.plusSeconds(20_000));
        role.credentials();
        login("two", start.plusSeconds(20_000));

        // When
        role.forget();

        // Then
        assertThat(role.credentials().accessKeyId()).isEqualTo("two");
    }

    @Test
    void aServiceThatIsSilentIsNoMatterWhileTheyLast() throws IOException {
        // Given
        login("one", start.plusSeconds(1_000));
        role.credentials();
        cloud.metadataIs(FakeCloud.Mood.FAILS);

        // When
        seconds.set(950);

        // Then
        assertThat(role.credentials().accessKeyId()).isEqualTo("one");
        seconds.set(1_001);
        assertThatThrownBy(role::credentials).isInstanceOf(IOException.class);
    }

    private void login(String key, Instant until) {
        cloud.metadata(
                PATH,
                "{\"AccessKeyId\":\"" + key
                        + "\",\"SecretAccessKey\":\"secret\",\"Token\":\"session\",\"Expiration\":\"" + until + "\"}");
    }

    /** Goes on with the monotonic clock. */
    private final class Later extends Clock {
        @Override
        public Instant instant() {
            return start.plusSeconds(seconds.get());
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
