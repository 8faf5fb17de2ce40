package host.spore.spawn.cli.credentials;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;

/** The SDK's own chain. Loading it costs several hundred milliseconds, so nothing touches this class before it must. */
public final class SdkChain implements Chain {
    @Override
    public Keys fetch(@Nullable String profile, String region) throws NoCredentials {
        // STS and SSO want a region, and the bus's is as good as any where the user names none.
        if (System.getenv("AWS_REGION") == null && System.getProperty(SdkSystemSetting.AWS_REGION.property()) == null) {
            System.setProperty(SdkSystemSetting.AWS_REGION.property(), region);
        }
        try {
            return profile == null
                    ? resolved(DefaultCredentialsProvider.builder().build())
                    : resolved(ProfileCredentialsProvider.create(profile));
        } catch (SdkException | IllegalStateException | IllegalArgumentException refused) {
            throw new NoCredentials(
                    profile == null
                            ? "no credentials: no AWS_ACCESS_KEY_ID, no profile with keys, and the machine itself"
                                    + " offers none; set AWS_PROFILE, or run aws configure or aws sso login"
                            : "no credentials from profile \"" + profile + "\": " + refused.getMessage()
                                    + "; where it is an SSO profile, run aws sso login --profile " + profile,
                    refused);
        }
    }

    private static Keys resolved(AwsCredentialsProvider provider) {
        AwsCredentials found = provider.resolveCredentials();
        return new Keys(
                found.accessKeyId(),
                found.secretAccessKey(),
                found instanceof AwsSessionCredentials session ? session.sessionToken() : null);
    }
}
