package host.spore.spawn.cdk;

import host.spore.spawn.events.InboxFile;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.IBucket;

/** The folder of the results' bucket in which files lie that commands name. */
final class Inboxes {
    private static final String BELOW = InboxFile.FOLDER + "*";

    private Inboxes() {}

    static Allow read(IBucket results) {
        return Allow.to("ReadTheInbox", "s3:GetObject").on(results.getBucketArn() + "/" + BELOW);
    }

    /** Without it S3 says of an object that is not there that it is not to be read. */
    static Allow see(IBucket results) {
        return Allow.to("SeeWhatIsNotInTheInbox", "s3:ListBucket")
                .on(results.getBucketArn())
                .when("StringLike", "s3:prefix", BELOW);
    }

    /**
     * S3 says on the account's default bus what becomes of its objects, for the rules of users. The construct of the library
     * would bring a function and a role of its own to say so; CloudFormation can.
     * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-eventbridgeconfiguration.html
     */
    static void announce(Bucket bucket) {
        if (bucket.getNode().getDefaultChild() instanceof CfnBucket plain) {
            plain.addPropertyOverride("NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", true);
        } else {
            throw new IllegalStateException("a bucket of another kind");
        }
    }
}
