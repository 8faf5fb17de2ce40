package host.spore.spawn.spored;

/** Written by the build. A resource would cost the agent the classes that read resources, for as long as it lives. */
final class Version {
    static final String TEXT = "${project.version}";

    private Version() {}
}
