package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * The agent's archive and its signature, where every instance fetches them.
 *
 * <p>A bucket of its own rather than CDK's: instances may read all of it, and CDK's holds everything that the account
 * deploys. A function of ours copies, because CDK's BucketDeployment would bring a Python function with it.
 */
final class Binaries extends Construct {
    private final Bucket bucket;

    Binaries(Construct scope, String id, JavaFunction.Platform platform, Artefacts artefacts, List<String> readers) {
        super(scope, id);
        bucket = PrivateBucket.in(this, "Bucket")
                .bucketName(nameIn(Aws.ACCOUNT_ID, Aws.REGION))
                // Everything in it comes out of a build and is removed by the function below.
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        if (!readers.isEmpty()) {
            bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                    .sid("InstancesOfWorkloadAccounts")
                    .effect(Effect.ALLOW)
                    .principals(readers.stream().map(AccountPrincipal::new).toList())
                    .actions(List.of("s3:GetObject"))
                    .resources(List.of(bucket.arnForObjects("spored/*")))
                    .build());
        }
        var archive = Asset.Builder.create(this, "Spored")
                .path(artefacts.spored().toString())
                .build();
        var signature = Asset.Builder.create(this, "Signature")
                .path(artefacts.sporedSignature().toString())
                .build();
        var copy = new JavaFunction(
                this,
                "Copy",
                platform,
                new JavaFunction.Spec(
                        "spawn-deploy-binaries",
                        "deploy.DeployBinariesHandler",
                        "Puts the agent's archive where instances fetch it",
                        Duration.minutes(2),
                        false,
                        null,
                        Map.of(),
                        List.of(
                                Allow.to("ReadTheAssets", "s3:GetObject")
                                        .on(
                                                archive.getBucket().arnForObjects(archive.getS3ObjectKey()),
                                                signature.getBucket().arnForObjects(signature.getS3ObjectKey())),
                                Allow.to("KeepTheArchive", "s3:GetObject", "s3:PutObject", "s3:DeleteObject")
                                        .on(bucket.arnForObjects("spored/*")),
                                // Without it S3 answers "denied" where it should answer "not there".
                                Allow.to("SeeWhatIsMissing", "s3:ListBucket").on(bucket.getBucketArn()))));
        copied("Archive", copy, archive, artefacts.sporedKey());
        copied("ArchiveSignature", copy, signature, artefacts.sporedKey() + ".sig");
    }

    private void copied(String id, JavaFunction copy, Asset asset, String key) {
        CustomResource.Builder.create(this, id)
                .serviceToken(copy.serviceToken())
                .resourceType("Custom::SpawnBinaries")
                .properties(new TreeMap<>(Map.of(
                        "SourceBucket", asset.getS3BucketName(),
                        "SourceKey", asset.getS3ObjectKey(),
                        "Bucket", bucket.getBucketName(),
                        "Key", key)))
                .build();
    }

    Bucket bucket() {
        return bucket;
    }

    /** By convention, so that a workload finds it without an export. */
    static String nameIn(String account, String region) {
        return "spawn-binaries-" + account + "-" + region;
    }
}
