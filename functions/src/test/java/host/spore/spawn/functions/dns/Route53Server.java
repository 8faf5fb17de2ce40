package host.spore.spawn.functions.dns;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;

/**
 * LocalStack: it lacks authorizations of VPCs. So this speaks that part of Route 53's XML, for one private zone of account
 * 111111111111 and VPCs of account 222222222222, by the rules of its manual: an account asks for what is its own, an
 * association needs an authorization, and what is not there is refused by its name.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html">API</a>
 */
public final class Route53Server implements AutoCloseable {
    static final String ZONE = "Z0123456789";
    static final String ZONE_ACCOUNT = "111111111111";
    static final String VPC_ACCOUNT = "222222222222";

    private static final Pattern PATH = Pattern.compile("/2013-04-01/hostedzone/([A-Z0-9]+)(/([a-z]+))?");
    private static final Pattern VPC =
            Pattern.compile("<VPCRegion>([a-z0-9-]+)</VPCRegion>.*<VPCId>(vpc-[0-9a-f]+)</VPCId>"
                    + "|<VPCId>(vpc-[0-9a-f]+)</VPCId>.*<VPCRegion>([a-z0-9-]+)</VPCRegion>");
    private static final Pattern ACCOUNT = Pattern.compile("Credential=([0-9]{12})/");

    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<ZoneVpc> authorized = new HashSet<>();
    private final Set<ZoneVpc> associated = new HashSet<>();
    private boolean isDeleted;

    public Route53Server() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Of an account. */
    Route53Client client(String account) {
        return Route53Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.AWS_GLOBAL)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "test")))
                .build();
    }

    /** What was asked, by whom. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized void deleteZone() {
        isDeleted = true;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        Matcher account =
                ACCOUNT.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (!path.matches() || !account.find()) {
            send(exchange, 400, error("InvalidInput", "not understood"));
            return;
        }
        String what = path.group(3) == null ? "get" : path.group(3);
        calls.add(account.group(1) + " " + what);
        if (isDeleted || !path.group(1).equals(ZONE)) {
            send(exchange, 404, error("NoSuchHostedZone", "No hosted zone found with ID: " + path.group(1)));
            return;
        }
        boolean isVpcs = account.group(1).equals(VPC_ACCOUNT);
        if (isVpcs != what.equals("associatevpc")) {
            send(exchange, 403, error("AccessDenied", "not authorized to access this resource"));
            return;
        }
        if (what.equals("get")) {
            send(exchange, 200, zone());
            return;
        }
        Matcher given = Pattern.compile(VPC.pattern(), Pattern.DOTALL).matcher(body);
        if (!given.find()) {
            send(exchange, 400, error("InvalidInput", "no VPC"));
            return;
        }
        ZoneVpc vpc = given.group(2) == null
                ? new ZoneVpc(given.group(3), given.group(4))
                : new ZoneVpc(given.group(2), given.group(1));
        switch (what) {
            case "authorizevpcassociation" -> {
                authorized.add(vpc);
                send(
                        exchange,
                        200,
                        document(
                                "CreateVPCAssociationAuthorizationResponse",
                                "<HostedZoneId>" + ZONE + "</HostedZoneId>" + xml(vpc)));
            }
            case "deauthorizevpcassociation" -> {
                if (authorized.remove(vpc)) {
                    send(exchange, 200, document("DeleteVPCAssociationAuthorizationResponse", ""));
                } else {
                    send(exchange, 404, error("VPCAssociationAuthorizationNotFound", "no such authorization"));
                }
            }
            case "associatevpc" -> {
                if (!authorized.contains(vpc)) {
                    send(exchange, 401, error("NotAuthorizedException", "not authorized to associate " + vpc.id()));
                } else if (!associated.add(vpc)) {
                    send(exchange, 400, error("ConflictingDomainExists", vpc.id() + " has already been associated"));
                } else {
                    send(exchange, 200, document("AssociateVPCWithHostedZoneResponse", change()));
                }
            }
            case "disassociatevpc" -> {
                if (associated.remove(vpc)) {
                    send(exchange, 200, document("DisassociateVPCFromHostedZoneResponse", change()));
                } else {
                    send(exchange, 404, error("VPCAssociationNotFound", "not associated"));
                }
            }
            default -> send(exchange, 400, error("InvalidInput", what));
        }
    }

    private String zone() {
        return document(
                "GetHostedZoneResponse",
                "<HostedZone><Id>/hostedzone/" + ZONE + "</Id><Name>spore.internal.</Name><CallerReference>1"
                        + "</CallerReference><Config><PrivateZone>true</PrivateZone></Config></HostedZone><VPCs>"
                        + associated.stream().map(Route53Server::xml).collect(Collectors.joining()) + "</VPCs>");
    }

    private static String xml(ZoneVpc vpc) {
        return "<VPC><VPCRegion>" + vpc.region() + "</VPCRegion><VPCId>" + vpc.id() + "</VPCId></VPC>";
    }

    private static String change() {
        return "<ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status>"
                + "<SubmittedAt>2026-11-27T00:00:00Z</SubmittedAt></ChangeInfo>";
    }

    private static String document(String root, String content) {
        return "<?xml version=\"1.0\"?><" + root + " xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">" + content
                + "</" + root + ">";
    }

    private static String error(String code, String message) {
        return document(
                "ErrorResponse",
                "<Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error><RequestId>1</RequestId>");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
