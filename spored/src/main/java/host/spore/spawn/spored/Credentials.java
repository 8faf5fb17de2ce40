package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The credentials of the instance's role.
 *
 * @param sessionToken absent only for credentials that do not expire, which no role has
 * @param expiresAt absent where the service does not tell
 */
record Credentials(
        String accessKeyId, String secretAccessKey, Optional<String> sessionToken, Optional<Instant> expiresAt) {
    private static final String PATH = "/latest/meta-data/iam/security-credentials/";

    static Credentials ofRole(MetadataService service) throws IOException {
        String role = service.get(PATH)
                .flatMap(names -> names.lines().findFirst())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> new IOException("the instance has no role: launch it with an instance profile"));
        JsonObject answer = JsonObject.parse(
                service.get(PATH + role).orElseThrow(() -> new IOException("no credentials for role " + role)));
        return new Credentials(
                answer.string("AccessKeyId"),
                answer.string("SecretAccessKey"),
                answer.optionalString("Token").filter(token -> !token.isEmpty()),
                answer.optionalString("Expiration").flatMap(Config::instant));
    }

    /** Without the secrets: a record would print them. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
