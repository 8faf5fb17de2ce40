package host.spore.spawn.functions.aws;

import host.spore.spawn.functions.lambda.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.PricingClientBuilder;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * SDK clients that start fast: region, endpoint and credentials are told, so that the SDK looks for no profile file, no
 * metadata service and no HTTP library. The SDK's own retries (3 attempts with jitter) stay on.
 */
public final class Clients {
    private final Region region;
    private final Optional<URI> endpoint;
    private final Optional<URI> pricingEndpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;

    public Clients(Environment environment) {
        this(
                Region.of(environment.required("AWS_REGION")),
                environment.optional("AWS_ENDPOINT_URL").map(URI::create),
                environment
                        .optional("AWS_ENDPOINT_URL_PRICING")
                        .or(() -> environment.optional("AWS_ENDPOINT_URL"))
                        .map(URI::create),
                // With SnapStart the credentials are not in the environment, but behind the container endpoint.
                AwsCredentialsProviderChain.of(
                        EnvironmentVariableCredentialsProvider.create(),
                        ContainerCredentialsProvider.builder().build()),
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(3))
                        // RunInstances may take several seconds, and what is cut off here has an unknown outcome.
                        .socketTimeout(Duration.ofSeconds(20))
                        .build());
    }

    private Clients(
            Region region,
            Optional<URI> endpoint,
            Optional<URI> pricingEndpoint,
            AwsCredentialsProvider credentials,
            SdkHttpClient http) {
        this.region = region;
        this.endpoint = endpoint;
        this.pricingEndpoint = pricingEndpoint;
        this.credentials = credentials;
        this.http = http;
    }

    /**
     * The same, as a role of another account; its credentials last an hour.
     *
     * @param externalId that the role's trust asks for, so that nobody else can have us assume it
     */
    public Clients as(String roleArn, String sessionName, String externalId) {
        try (StsClient sts = configured(StsClient.builder()).build()) {
            Credentials session = sts.assumeRole(AssumeRoleRequest.builder()
                            .roleArn(roleArn)
                            .roleSessionName(sessionName)
                            .externalId(externalId)
                            .build())
                    .credentials();
            return new Clients(
                    region,
                    endpoint,
                    pricingEndpoint,
                    StaticCredentialsProvider.create(AwsSessionCredentials.create(
                            session.accessKeyId(), session.secretAccessKey(), session.sessionToken())),
                    http);
        }
    }

    /** The same, in another region. */
    public Clients in(String otherRegion) {
        return new Clients(Region.of(otherRegion), endpoint, pricingEndpoint, credentials, http);
    }

    public DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder()).build();
    }

    public Ec2Client ec2() {
        return configured(Ec2Client.builder()).build();
    }

    public EventBridgeClient eventBridge() {
        return configured(EventBridgeClient.builder()).build();
    }

    /**
     * In one of the few regions that have the API; each of them knows the prices of all.
     *
     * @see <a href="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html">its
     *     endpoints</a>
     */
    public PricingClient pricing() {
        String prefix = region.id().substring(0, region.id().indexOf('-'));
        Region near = switch (prefix) {
            case "eu", "me", "af", "il" -> Region.EU_CENTRAL_1;
            case "ap" -> Region.AP_SOUTH_1;
            default -> Region.US_EAST_1;
        };
        PricingClientBuilder builder = configured(PricingClient.builder());
        return pricingEndpoint
                .map(builder.region(near)::endpointOverride)
                .orElse(builder)
                .build();
    }

    public Route53Client route53() {
        return configured(Route53Client.builder()).build();
    }

    public S3Client s3() {
        // With one endpoint for everything, a bucket's own host name would not resolve.
        return configured(S3Client.builder().forcePathStyle(endpoint.isPresent()))
                .build();
    }

    public SesClient ses() {
        return configured(SesClient.builder()).build();
    }

    public SnsClient sns() {
        return configured(SnsClient.builder()).build();
    }

    public SfnClient stepFunctions() {
        return configured(SfnClient.builder()).build();
    }

    public SqsClient sqs() {
        return configured(SqsClient.builder()).build();
    }

    public SsmClient ssm() {
        return configured(SsmClient.builder()).build();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(B builder) {
        builder.httpClient(http)
                .region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFile(ProfileFile.aggregator().build()));
        endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }
}
