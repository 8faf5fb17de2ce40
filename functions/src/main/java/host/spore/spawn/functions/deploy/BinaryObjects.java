package host.spore.spawn.functions.deploy;

/** Objects of buckets. */
interface BinaryObjects {
    /** Copies within S3; again is the same. */
    void copy(String fromBucket, String fromKey, String bucket, String key);

    /** Deletes all objects whose key begins so; a bucket that is gone has none. */
    void deleteAll(String bucket, String prefix);
}
