package host.spore.spawn.cdk;

import java.nio.file.Path;
import java.util.ArrayList;
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
 * The agent's archives and their signatures, where every instance fetches its own.
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
        var files = new ArrayList<>(files("", artefacts.spored()));
        artefacts.sporedArm64().ifPresent(archive -> files.addAll(files("Arm64", archive)));
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
                                        .on(files.stream().map(File::arn).toArray(String[]::new)),
                                Allow.to("KeepTheArchive", "s3:GetObject", "s3:PutObject", "s3:DeleteObject")
                                        .on(bucket.arnForObjects("spored/*")),
                                // Without it S3 answers "denied" where it should answer "not there".
                                Allow.to("SeeWhatIsMissing", "s3:ListBucket").on(bucket.getBucketArn()))));
        files.forEach(file -> copied(copy, file));
    }

    /** What is copied: the asset, and its key in the bucket. */
    private record File(String id, Asset asset, String key) {
        String arn() {
            return asset.getBucket().arnForObjects(asset.getS3ObjectKey());
        }
    }

    private List<File> files(String suffix, Artefacts.Archive archive) {
        return List.of(
                new File("Archive" + suffix, asset("Spored" + suffix, archive.file()), archive.key()),
                new File(
                        "ArchiveSignature" + suffix,
                        asset("Signature" + suffix, archive.signature()),
                        archive.key() + ".sig"));
    }

    private Asset asset(String id, Path file) {
        return Asset.Builder.create(this, id).path(file.toString()).build();
    }

    private void copied(JavaFunction copy, File file) {
        CustomResource.Builder.create(this, file.id())
                .serviceToken(copy.serviceToken())
                .resourceType("Custom::SpawnBinaries")
                .properties(new TreeMap<>(Map.of(
                        "SourceBucket", file.asset().getS3BucketName(),
                        "SourceKey", file.asset().getS3ObjectKey(),
                        "Bucket", bucket.getBucketName(),
                        "Key", file.key())))
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
