package host.spore.spawn.functions.deploy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.custom.Answer;
import host.spore.spawn.functions.custom.Properties;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.Log;
import software.amazon.lambda.powertools.cloudformation.AbstractCustomResourceHandler;
import software.amazon.lambda.powertools.cloudformation.Response;

/**
 * Custom resource: copies the agent's archive from the assets of the deployment ({@code SourceBucket}, {@code SourceKey})
 * to where instances fetch it ({@code Bucket}, {@code Key}). CDK's own BucketDeployment is a Python function, which the
 * embedded cloud does not run.
 *
 * <p>An update leaves the previous archive in place: launches that were planned before it still fetch that one. Deletion
 * removes all of them, because a bucket must be empty to go.
 */
public final class DeployBinariesHandler extends AbstractCustomResourceHandler {
    private final BinaryObjects objects;

    /** As Lambda makes it. */
    public DeployBinariesHandler() {
        this(new S3BinaryObjects(new Clients(Environment.ofProcess()).s3()));
    }

    DeployBinariesHandler(BinaryObjects objects) {
        this.objects = objects;
    }

    @Override
    protected Response create(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::copy);
    }

    @Override
    protected Response update(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::copy);
    }

    @Override
    protected Response delete(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::remove);
    }

    private void copy(Properties properties, Log log) {
        String bucket = properties.required("Bucket");
        String key = properties.required("Key");
        objects.copy(properties.required("SourceBucket"), properties.required("SourceKey"), bucket, key);
        log.info("copied", Log.field("bucket", bucket), Log.field("key", key));
    }

    private void remove(Properties properties, Log log) {
        String bucket = properties.required("Bucket");
        String key = properties.required("Key");
        String folder = key.contains("/") ? key.substring(0, key.indexOf('/') + 1) : key;
        objects.deleteAll(bucket, folder);
        log.info("removed", Log.field("bucket", bucket), Log.field("folder", folder));
    }
}
