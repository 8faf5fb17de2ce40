package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactsTest {
    @TempDir
    Path project;

    private Path archive;
    private KeyPair maker;

    @BeforeEach
    void build() throws IOException, GeneralSecurityException {
        Files.createDirectories(project.resolve("functions/target/lambda"));
        archive = Files.createDirectories(project.resolve("spored/target/dist")).resolve("spored-linux-x86_64.tar.xz");
        maker = pair();
        Files.writeString(archive, "an archive");
        Files.write(beside(".sig"), signed(maker));
        Files.writeString(
                beside(".pub"), "-----BEGIN PUBLIC KEY-----\n" + text(maker) + "\n-----END PUBLIC KEY-----\n");
    }

    @Test
    void takesWhatTheBuildHasSigned() {
        // When
        Artefacts artefacts = Artefacts.in(project, Optional.empty());

        // Then
        assertThat(artefacts.sporedPublicKey()).isEqualTo(text(maker));
        assertThat(artefacts.spored().key()).matches("spored/[0-9a-f]{64}/spored-linux-x86_64.tar.xz");
        assertThat(Artefacts.in(project, Optional.of(text(maker)))).isEqualTo(artefacts);
        assertThat(artefacts.sporedArm64()).isEmpty();
    }

    @Test
    void takesTheAgentForArmWhereItWasBuilt() throws IOException, GeneralSecurityException {
        // Given
        archive = archive.resolveSibling("spored-linux-arm64.tar.xz");
        Files.writeString(archive, "an archive for ARM");
        Files.write(beside(".sig"), signed(maker));

        // When
        Artefacts artefacts = Artefacts.in(project, Optional.empty());

        // Then
        assertThat(artefacts.sporedArm64().map(Artefacts.Archive::key))
                .hasValueSatisfying(key -> assertThat(key).matches("spored/[0-9a-f]{64}/spored-linux-arm64.tar.xz"));
        assertThat(artefacts.sporedArm64().map(Artefacts.Archive::sha256))
                .isNotEqualTo(Optional.of(artefacts.spored().sha256()));
    }

    @Test
    void refusesAnAgentForArmOfAnotherMaker() throws IOException, GeneralSecurityException {
        // Given
        archive = archive.resolveSibling("spored-linux-arm64.tar.xz");
        Files.writeString(archive, "an archive for ARM");
        Files.write(beside(".sig"), signed(pair()));

        // When, then
        assertThatThrownBy(() -> Artefacts.in(project, Optional.empty()))
                .hasMessageContaining("arm64")
                .hasMessageContaining("is not by the key");
    }

    @Test
    void refusesWhatWasChangedSince() throws IOException {
        // Given
        Files.writeString(archive, "another archive");

        // When, then
        assertThatThrownBy(() -> Artefacts.in(project, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not by the key");
    }

    @Test
    void refusesAnotherMakerThanThePinnedOne() throws GeneralSecurityException {
        // Given
        Optional<String> pinned = Optional.of(text(pair()));

        // When, then
        assertThatThrownBy(() -> Artefacts.in(project, pinned)).hasMessageContaining("correct sporedPublicKey");
    }

    @Test
    void saysWhatIsWrongWithAKeyThatIsNone() {
        for (String none : new String[] {"", "MFkw", "not base64!"}) {
            assertThatThrownBy(() -> Artefacts.in(project, Optional.of(none)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SubjectPublicKeyInfo");
        }
    }

    @Test
    void saysWhatIsToBeBuilt() throws IOException {
        // Given
        Files.delete(beside(".sig"));

        // When, then
        assertThatThrownBy(() -> Artefacts.in(project, Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(".sig is missing")
                .hasMessageContaining("mvn package");
    }

    private Path beside(String suffix) {
        return archive.resolveSibling(archive.getFileName() + suffix);
    }

    private byte[] signed(KeyPair by) throws IOException, GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by.getPrivate());
        signature.update(Files.readAllBytes(archive));
        return signature.sign();
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String text(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }
}
