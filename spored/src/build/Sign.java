import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Signs the agent's archive (docs/adr/008): {@code java Sign.java ARCHIVE FOLDER}. In FOLDER are {@code signing.pem} (PKCS
 * 8) and {@code verifying.pem}, of ECDSA on P-256; where there is neither, a pair is made. Beside ARCHIVE come {@code .sig},
 * as {@code openssl dgst -sha256 -verify} takes it, and {@code .pub}, the key to verify with.
 */
public final class Sign {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private Sign() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path archive = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Path signing = folder.resolve("signing.pem");
        Path verifying = folder.resolve("verifying.pem");
        if (Files.notExists(signing) && Files.notExists(verifying)) {
            make(folder, signing, verifying);
        }
        KeyFactory keys = KeyFactory.getInstance("EC");
        PrivateKey secret = keys.generatePrivate(new PKCS8EncodedKeySpec(decode(Files.readString(signing), PRIVATE)));
        PublicKey known = keys.generatePublic(new X509EncodedKeySpec(decode(Files.readString(verifying), PUBLIC)));
        byte[] content = Files.readAllBytes(archive);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(secret);
        signature.update(content);
        byte[] signed = signature.sign();
        signature.initVerify(known);
        signature.update(content);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException(signing + " and " + verifying + " are no pair");
        }
        Files.write(beside(archive, ".sig"), signed);
        Files.writeString(beside(archive, ".pub"), encode(known.getEncoded(), PUBLIC));
    }

    private static void make(Path folder, Path signing, Path verifying) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Files.createDirectories(folder);
        try {
            // Nobody else's from the first byte on.
            Files.createFile(
                    signing, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException other) {
            throw new IOException("another build makes a key at this moment: start this one again", other);
        }
        Files.writeString(signing, encode(pair.getPrivate().getEncoded(), PRIVATE));
        Files.writeString(verifying, encode(pair.getPublic().getEncoded(), PUBLIC));
    }

    private static Path beside(Path archive, String suffix) {
        return archive.resolveSibling(archive.getFileName() + suffix);
    }

    private static String encode(byte[] key, String what) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                + "\n-----END " + what + "-----\n";
    }

    private static byte[] decode(String pem, String what) {
        return Base64.getMimeDecoder()
                .decode(pem.replace("-----BEGIN " + what + "-----", "").replace("-----END " + what + "-----", ""));
    }
}
