package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import host.spore.spawn.events.AccountId;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.model.StsException;

/** LocalStack: it lets anybody take any role. So this is what STS itself says of one that is not there or not for us. */
class NotLetInTest {
    private static final AccountId ACCOUNT = new AccountId("222222222222");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer sts;
    private String code = "AccessDenied";

    @BeforeEach
    void serve() throws IOException {
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body =
                    ("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                                    + code
                                    + "</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error>"
                                    + "<RequestId>1</RequestId></ErrorResponse>")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        sts.start();
    }

    @AfterEach
    void stop() {
        sts.stop(0);
    }

    @Test
    void aRoleThatIsNotThereIsAnAccountThatDoesNotLetUsIn() {
        assertThatThrownBy(() -> subject().of(ACCOUNT, "us-east-1", "111111111111"))
                .isInstanceOf(NotLetInException.class)
                .hasMessageContaining("222222222222");
        assertThat(asked.getFirst())
                .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Fspawn-dns-reader", "ExternalId=a-word");
    }

    @Test
    void whateverElseIsWrongIsNotTakenForThat() {
        // Given
        code = "ExpiredToken";

        // When, Then
        assertThatThrownBy(() -> subject().of(ACCOUNT, "us-east-1", "111111111111"))
                .isInstanceOf(StsException.class);
    }

    @Test
    void theOwnAccountNeedsNoRole() {
        subject().of(ACCOUNT, "us-east-1", ACCOUNT.value());
        assertThat(asked).isEmpty();
    }

    private AssumedWorkloads subject() {
        Clients clients = new Clients(new Environment(Map.of(
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + sts.getAddress().getPort())));
        return new AssumedWorkloads(clients, "us-east-1", "spawn-dns-reader", "a-word");
    }
}
