package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookTest {
    @Test
    void runsAsTheLoginUserInASessionAndAScopeOfItsOwn() {
        // When
        String command =
                String.join(" ", Hook.command("save", new LoginUser("ec2-user", 1000, 1001, "/home/x"), true, true));

        // Then
        assertThat(command)
                .startsWith("systemd-run --scope --quiet --collect -- setsid ")
                .contains("setpriv --reuid=1000 --regid=1001 --init-groups -- ")
                .endsWith("-c save");
    }

    /** The command itself, where the tests run as root and may become somebody else. */
    @Test
    void becomesTheLoginUserForGood(@TempDir Path folder) throws Exception {
        // Given
        Assumptions.assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                        && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "only root can become another user");
        LoginUser nobody = new LoginUser("nobody", 65_534, 65_534, "/");

        // When
        Process hook = new ProcessBuilder(Hook.command("id -ru; id -u; id -rg; id -g; id -G", nobody, true, false))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();

        // Then: real and effective, and no group of root's
        assertThat(hook.waitFor()).isZero();
        assertThat(Files.readAllLines(folder.resolve("out"))).containsOnly("65534");
    }

    @Test
    void isNeverRootsByAccident(@TempDir Path folder) throws IOException {
        // Given
        Path users = folder.resolve("passwd");
        Files.writeString(users, """
                root:x:0:0:root:/root:/bin/sh
                first:x:1000:1000::/home/first:/bin/sh
                ubuntu:x:1001:1001::/home/ubuntu:/bin/sh
                """);

        // Then
        assertThat(LoginUser.find(users, Optional.empty()).name()).isEqualTo("ubuntu");
        assertThat(LoginUser.find(users, Optional.of("first")).name()).isEqualTo("first");
        assertThat(LoginUser.find(users, Optional.of("gone")).name()).isEqualTo("nobody");
        assertThat(LoginUser.find(folder.resolve("none"), Optional.empty()).name())
                .isEqualTo("nobody");
    }
}
