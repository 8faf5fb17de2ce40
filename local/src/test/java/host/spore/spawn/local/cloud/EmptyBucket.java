package host.spore.spawn.local.cloud;

import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a test's own, for as long as it needs it. */
public final class EmptyBucket implements AutoCloseable {
    private final S3Client objects;
    private final String name;

    public EmptyBucket(Cloud cloud, String hint) {
        objects = cloud.objects;
        name = cloud.newName(hint);
        objects.createBucket(request -> request.bucket(name));
    }

    public String name() {
        return name;
    }

    /** With all that is in it. */
    @Override
    public void close() {
        objects.listObjectsV2(request -> request.bucket(name))
                .contents()
                .forEach(object ->
                        objects.deleteObject(request -> request.bucket(name).key(object.key())));
        objects.deleteBucket(request -> request.bucket(name));
    }
}
