import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * DynamoDB Local, listening on the loopback interface only: by itself it listens on all of them and has no option for it.
 *
 * <p>It is also the Java agent that LocalStack starts DynamoDB Local with. LocalStack's own agent raises the number of
 * indexes a table may have and is not to be had from a package registry; nothing here needs it, so this one does nothing.
 */
public final class LoopbackDynamoDb {
    private LoopbackDynamoDb() {}

    public static void premain(String arguments, Instrumentation instrumentation) {}

    public static void main(String[] arguments) throws Exception {
        DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
        Field field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        Server server = (Server) field.get(proxy);
        for (Connector connector : server.getConnectors()) {
            ((ServerConnector) connector).setHost("127.0.0.1");
        }
        proxy.safeStart();
    }
}
