package host.spore.spawn.spored;

/** Who said when the instance ends, the highest first. */
enum Authority {
    /** The instance's own tag {@code ttl}, read from instance metadata: an extension shows there. */
    TAG,
    /** {@code /etc/spored/config.yaml}. */
    CONFIG,
    /** The environment variable {@code SPORED_DEADLINE}. */
    ENVIRONMENT
}
