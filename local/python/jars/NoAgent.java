import java.lang.instrument.Instrumentation;

/**
 * LocalStack starts DynamoDB Local with a Java agent of its own that raises the number of indexes a table may have. It is
 * not to be had from a package registry and nothing here needs it, so this one takes its place and does nothing.
 */
public final class NoAgent {
    private NoAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {}
}
