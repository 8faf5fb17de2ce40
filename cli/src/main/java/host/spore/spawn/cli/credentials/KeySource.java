package host.spore.spawn.cli.credentials;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys in the order of the SDK's default chain. Environment and profile files are read here, because loading the
 * SDK for them would double the time of a command; whatever must be fetched is the chain's.
 */
public final class KeySource {
    /** Any of these in a profile means that its keys are fetched, even when static ones stand beside it. */
    private static final Set<String> FETCHED = Set.of(
            "role_arn",
            "web_identity_token_file",
            "credential_process",
            "credential_source",
            "sso_session",
            "sso_start_url",
            "sso_account_id",
            "sso_role_name",
            "login_session");

    private final Map<String, String> environment;
    private final Path home;
    private final Chain chain;

    public KeySource(Map<String, String> environment, Path home, Chain chain) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.chain = chain;
    }

    public Keys keys(String region) throws NoCredentials {
        String accessKeyId = variable("AWS_ACCESS_KEY_ID");
        String secretAccessKey = variable("AWS_SECRET_ACCESS_KEY");
        if (accessKeyId != null && secretAccessKey != null) {
            return new Keys(accessKeyId, secretAccessKey, variable("AWS_SESSION_TOKEN"));
        }
        if (accessKeyId != null || secretAccessKey != null) {
            throw new NoCredentials("no credentials: of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set;"
                    + " set both or none");
        }
        if (variable("AWS_WEB_IDENTITY_TOKEN_FILE") != null && variable("AWS_ROLE_ARN") != null) {
            return chain.fetch(null, region);
        }
        return fromProfile(region);
    }

    private Keys fromProfile(String region) throws NoCredentials {
        String chosen = variable("AWS_PROFILE");
        String profile = chosen == null ? "default" : chosen;
        Path credentialsFile = file("AWS_SHARED_CREDENTIALS_FILE", "credentials");
        Path configFile = file("AWS_CONFIG_FILE", "config");
        Map<String, String> inCredentials = ProfileFile.read(credentialsFile, ProfileFile.Kind.CREDENTIALS)
                .profiles()
                .get(profile);
        Map<String, String> inConfig =
                ProfileFile.read(configFile, ProfileFile.Kind.CONFIG).profiles().get(profile);
        if (inCredentials == null && inConfig == null) {
            if (chosen != null) {
                throw new NoCredentials("no credentials: AWS_PROFILE is \"" + profile + "\", which is neither in "
                        + credentialsFile + " nor in " + configFile + "; aws configure list-profiles shows what is");
            }
            return chain.fetch(null, region);
        }
        // The credentials file wins, property by property, as it does in the SDKs.
        Map<String, String> merged = new HashMap<>(inConfig == null ? Map.of() : inConfig);
        merged.putAll(inCredentials == null ? Map.of() : inCredentials);
        String accessKeyId = merged.get("aws_access_key_id");
        String secretAccessKey = merged.get("aws_secret_access_key");
        if (merged.keySet().stream().anyMatch(FETCHED::contains)) {
            return chain.fetch(profile, region);
        }
        if (accessKeyId != null && secretAccessKey != null) {
            return new Keys(accessKeyId, secretAccessKey, merged.get("aws_session_token"));
        }
        // A profile with a region and nothing else is how EC2 and containers are set up: the machine offers the keys.
        return chain.fetch(null, region);
    }

    private Path file(String variable, String name) {
        String path = variable(variable);
        return path == null ? home.resolve(".aws").resolve(name) : Path.of(path);
    }

    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
