package host.spore.spawn.cli.credentials;

import org.jspecify.annotations.Nullable;

/**
 * What signs a request.
 *
 * @param accessKeyId public half
 * @param secretAccessKey never printed
 * @param sessionToken with temporary keys
 */
public record Keys(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {
    @Override
    public String toString() {
        return "Keys[" + accessKeyId + "]";
    }
}
