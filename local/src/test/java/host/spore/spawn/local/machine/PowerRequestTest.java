package host.spore.spawn.local.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerRequestTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "systemctl poweroff",
                "systemctl poweroff --force --force",
                "systemctl --no-wall halt",
                "poweroff",
                "halt -p",
                "shutdown -h now",
                "shutdown -P +0",
                "shutdown now"
            })
    void understandsPowerOffAtOnce(String command) {
        assertThat(of(command)).contains(new PowerRequest.PowerOff(Duration.ZERO));
    }

    @Test
    void understandsTheOthers() {
        assertThat(of("shutdown -h +5 going down")).contains(new PowerRequest.PowerOff(Duration.ofMinutes(5)));
        assertThat(of("shutdown")).contains(new PowerRequest.PowerOff(Duration.ofMinutes(1)));
        assertThat(of("shutdown -r now")).contains(new PowerRequest.Reboot(Duration.ZERO));
        assertThat(of("shutdown -c")).contains(new PowerRequest.Cancel());
        assertThat(of("shutdown 23:15").orElseThrow()).isInstanceOf(PowerRequest.Refused.class);
        assertThat(of("systemctl start poweroff.service")).isEmpty();
        assertThat(of("wall poweroff")).isEmpty();
    }

    @Test
    void tellsScriptsFromWhatIsNone() throws IOException {
        // Given
        byte[] script = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(script);
        }
        // Then
        assertThat(UserData.of(script)).isEqualTo(new UserData.Script("#!/bin/sh\n"));
        assertThat(UserData.of(packed.toByteArray())).isEqualTo(new UserData.Script("#!/bin/sh\n"));
        assertThat(UserData.of(new byte[0])).isInstanceOf(UserData.Nothing.class);
        assertThat(UserData.of("#cloud-config\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UserData.Unsupported.class);
        assertThat(UserData.of(new byte[] {0x1f, (byte) 0x8b, 0})).isInstanceOf(UserData.Unsupported.class);
    }

    @Test
    void argumentsSurviveTheWayThroughTheShim() {
        assertThat(ShimServer.unescaped("a\\nb \\\\n c")).isEqualTo("a\nb \\n c");
    }

    private static Optional<PowerRequest> of(String command) {
        List<String> words = List.of(command.split(" "));
        return PowerRequest.of(words.getFirst(), words.subList(1, words.size()));
    }
}
