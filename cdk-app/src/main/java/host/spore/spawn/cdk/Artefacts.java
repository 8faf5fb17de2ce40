package host.spore.spawn.cdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the other modules have built, and the stacks deploy.
 *
 * @param functions folder with {@code lib/*.jar}, the code of every function
 * @param spored the agent for x86_64
 * @param sporedArm64 the agent for ARM, where it was built (docs/agent.md)
 * @param sporedPublicKey by which instances verify their signatures: SubjectPublicKeyInfo, base64
 */
record Artefacts(Path functions, Archive spored, Optional<Archive> sporedArm64, String sporedPublicKey) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * An archive of the agent.
     *
     * @param file see {@link Path}
     * @param sha256 its checksum; instances refuse an archive with another one
     * @param signature file with its signature, ECDSA on P-256 with SHA-256
     */
    record Archive(Path file, String sha256, Path signature) {
        Archive {
            if (!SHA_256.matcher(sha256).matches()) {
                throw new IllegalArgumentException("checksum of " + file + " is \"" + sha256
                        + "\": 64 hexadecimal digits are expected; build the module spored again");
            }
        }

        /** The checksum is part of the key, so that a launch that was planned before an update still finds its archive. */
        String key() {
            return "spored/" + sha256 + "/" + file.getFileName();
        }
    }

    /**
     * The artefacts at their places in the project.
     *
     * @param pinned the key that must have signed the archives; without one, the key that the build left beside them
     * @throws IllegalStateException says what is to be built
     * @throws IllegalArgumentException when an archive is not what was signed, or not by the pinned key
     */
    static Artefacts in(Path project, Optional<String> pinned) {
        var functions = project.resolve("functions/target/lambda");
        var dist = project.resolve("spored/target/dist");
        var spored = dist.resolve("spored-linux-x86_64.tar.xz");
        var arm = dist.resolve("spored-linux-arm64.tar.xz");
        var key = beside(spored, ".pub");
        var needed = new ArrayList<>(List.of(functions, spored, beside(spored, ".sig"), key));
        if (Files.exists(arm)) {
            needed.add(beside(arm, ".sig"));
        }
        for (var file : needed) {
            if (!Files.exists(file)) {
                throw new IllegalStateException(
                        file + " is missing: build the project first (mvn package in " + project + ")");
            }
        }
        try {
            var publicKey = pinned.isPresent() ? pinned.get() : unarmoured(Files.readString(key));
            return new Artefacts(
                    functions,
                    archive(spored, publicKey),
                    // One key for all: what was signed with another one is refused here.
                    Files.exists(arm) ? Optional.of(archive(arm, publicKey)) : Optional.empty(),
                    publicKey);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was built in " + project, e);
        }
    }

    private static Archive archive(Path file, String publicKey) throws IOException {
        var signature = beside(file, ".sig");
        verify(file, Files.readAllBytes(signature), publicKey);
        return new Archive(file, sha256(file), signature);
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** What no instance would accept is better refused here, where somebody reads it. */
    private static void verify(Path archive, byte[] signed, String publicKey) throws IOException {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
            signature.update(Files.readAllBytes(archive));
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the signature of " + archive + " cannot be verified with the key \"" + publicKey
                            + "\": sporedPublicKey is a P-256 key as SubjectPublicKeyInfo in base64",
                    e);
        }
        throw new IllegalArgumentException("the signature of " + archive + " is not by the key \"" + publicKey
                + "\": build the module spored again, or correct sporedPublicKey");
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The base64 of a PEM file, in one line. */
    private static String unarmoured(String pem) {
        return pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    }
}
