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
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the other modules have built, and the stacks deploy.
 *
 * @param functions folder with {@code lib/*.jar}, the code of every function
 * @param spored archive of the agent
 * @param sporedSha256 its checksum; instances refuse an archive with another one
 * @param sporedSignature file with its signature, ECDSA on P-256 with SHA-256
 * @param sporedPublicKey by which instances verify that: SubjectPublicKeyInfo, base64
 */
record Artefacts(Path functions, Path spored, String sporedSha256, Path sporedSignature, String sporedPublicKey) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * The artefacts at their places in the project.
     *
     * @param pinned the key that must have signed the archive; without one, the key that the build left beside it
     * @throws IllegalStateException says what is to be built
     * @throws IllegalArgumentException when the archive is not what was signed, or not by the pinned key
     */
    static Artefacts in(Path project, Optional<String> pinned) {
        var functions = project.resolve("functions/target/lambda");
        var spored = project.resolve("spored/target/dist/spored-linux-x86_64.tar.xz");
        var signature = spored.resolveSibling(spored.getFileName() + ".sig");
        var key = spored.resolveSibling(spored.getFileName() + ".pub");
        for (var needed : new Path[] {functions, spored, signature, key}) {
            if (!Files.exists(needed)) {
                throw new IllegalStateException(
                        needed + " is missing: build the project first (mvn package in " + project + ")");
            }
        }
        try {
            var publicKey = pinned.isPresent() ? pinned.get() : unarmoured(Files.readString(key));
            verify(spored, Files.readAllBytes(signature), publicKey);
            return new Artefacts(functions, spored, sha256(spored), signature, publicKey);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was built in " + project, e);
        }
    }

    Artefacts {
        if (!SHA_256.matcher(sporedSha256).matches()) {
            throw new IllegalArgumentException("checksum of " + spored + " is \"" + sporedSha256
                    + "\": 64 hexadecimal digits are expected; build the module spored again");
        }
    }

    /** The checksum is part of the key, so that a launch that was planned before an update still finds its archive. */
    String sporedKey() {
        return "spored/" + sporedSha256 + "/spored-linux-x86_64.tar.xz";
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
