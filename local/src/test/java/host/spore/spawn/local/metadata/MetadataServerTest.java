package host.spore.spawn.local.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.ec2.Ec2Instance;
import host.spore.spawn.local.ec2.InstanceState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataServerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final AtomicReference<MetadataServer.Facts> facts = new AtomicReference<>(
            facts(true, Map.of("Name", "demo", "ttl", "2026-11-23T18:42:07Z", "spawn:correlation", "abc")));
    private final HttpClient http = HttpClient.newHttpClient();
    private final MetadataServer server;

    MetadataServerTest() throws IOException {
        server = new MetadataServer(facts::get, now::get);
    }

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    @Test
    void answersOnlyWhoHasAToken() throws Exception {
        assertThat(get("/latest/meta-data/instance-id", "").statusCode()).isEqualTo(401);
        assertThat(get("/latest/meta-data/instance-id", "guessed").statusCode()).isEqualTo(401);
        assertThat(read("/latest/meta-data/instance-id")).isEqualTo("i-0123456789abcdef0");
    }

    @Test
    void aTokenEnds() throws Exception {
        // Given
        String token = token("60").body();
        // When
        now.set(NOW.plusSeconds(60));
        // Then
        assertThat(get("/latest/meta-data/instance-id", token).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21601", "soon", "-1"})
    void refusesATokenOfAnImpossibleLifetime(String seconds) throws Exception {
        assertThat(token(seconds).statusCode()).isEqualTo(400);
    }

    @Test
    void everyAnswerHasADate() throws Exception {
        assertThat(get("/latest/meta-data/", "").headers().firstValue("Date")).isPresent();
        assertThat(get("/latest/nothing", token("60").body()).headers().firstValue("Date"))
                .isPresent();
    }

    @Test
    void listsFoldersAsEc2Does() throws Exception {
        assertThat(read("/latest/meta-data/placement/")).isEqualTo("availability-zone\nregion");
        assertThat(read("/latest/meta-data").lines()).contains("instance-id", "placement/", "tags/");
        assertThat(read("/2024-04-11/meta-data/tags/instance").lines()).contains("Name", "spawn:correlation", "ttl");
    }

    @Test
    void showsAChangedTagAtOnce() throws Exception {
        // Given
        assertThat(read("/latest/meta-data/tags/instance/ttl")).isEqualTo("2026-11-23T18:42:07Z");
        // When
        facts.set(facts(true, Map.of("ttl", "2026-11-23T19:42:07Z")));
        // Then
        assertThat(read("/latest/meta-data/tags/instance/ttl")).isEqualTo("2026-11-23T19:42:07Z");
        assertThat(get("/latest/meta-data/tags/instance/Name", token("60").body())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void hidesTagsThatTheLaunchDidNotExpose() throws Exception {
        // When
        facts.set(facts(false, Map.of("ttl", "2026-11-23T19:42:07Z")));
        // Then
        assertThat(get("/latest/meta-data/tags/instance/ttl", token("60").body())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void givesTheCredentialsOfTheRole() throws Exception {
        // When
        String role = read("/latest/meta-data/iam/security-credentials/");
        JsonObject credentials = JsonObject.parse(read("/latest/meta-data/iam/security-credentials/" + role));
        // Then
        assertThat(role).isEqualTo("spawn-instance");
        assertThat(credentials.string("Code")).isEqualTo("Success");
        assertThat(credentials.string("AccessKeyId")).isEqualTo("000000000000");
        assertThat(Instant.parse(credentials.string("Expiration"))).isAfter(NOW);
    }

    @Test
    void identifiesTheInstance() throws Exception {
        // When
        JsonObject document = JsonObject.parse(read("/latest/dynamic/instance-identity/document"));
        // Then
        assertThat(document.string("instanceId")).isEqualTo("i-0123456789abcdef0");
        assertThat(document.string("accountId")).isEqualTo("000000000000");
        assertThat(document.string("region")).isEqualTo("us-east-1");
    }

    @Test
    void showsASpotNoticeOnlyOnceThereIsOne() throws Exception {
        // Given
        assertThat(get("/latest/meta-data/spot/instance-action", token("60").body())
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(
                                "/latest/meta-data/events/recommendations/rebalance",
                                token("60").body())
                        .statusCode())
                .isEqualTo(404);
        // When
        facts.set(new MetadataServer.Facts(
                facts.get().instance(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-23T10:02:00.7Z")),
                Optional.of(NOW)));
        // Then
        assertThat(read("/latest/meta-data/spot/instance-action"))
                .isEqualTo("{\"action\":\"terminate\",\"time\":\"2026-11-23T10:02:00Z\"}");
        assertThat(read("/latest/meta-data/spot/termination-time")).isEqualTo("2026-11-23T10:02:00Z");
        assertThat(read("/latest/meta-data/events/recommendations/rebalance"))
                .isEqualTo("{\"noticeTime\":\"2026-11-23T10:00:00Z\"}");
    }

    @Test
    void handsOutUserData() throws Exception {
        assertThat(read("/latest/user-data")).isEqualTo("#!/bin/sh\n");
    }

    private HttpResponse<String> token(String seconds) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/latest/api/token"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .header("X-aws-ec2-metadata-token-ttl-seconds", seconds)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.endpoint() + path));
        if (!token.isEmpty()) {
            request.header("X-aws-ec2-metadata-token", token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String read(String path) throws Exception {
        HttpResponse<String> answer = get(path, token("60").body());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static MetadataServer.Facts facts(boolean tagsInMetadata, Map<String, String> tags) {
        return new MetadataServer.Facts(
                new Ec2Instance(
                        "i-0123456789abcdef0",
                        InstanceState.RUNNING,
                        "000000000000",
                        "us-east-1",
                        "us-east-1a",
                        "r-1",
                        "t3.micro",
                        "ami-1",
                        "x86_64",
                        0,
                        NOW,
                        false,
                        Optional.empty(),
                        Optional.of("10.0.0.1"),
                        Optional.of("ip-10-0-0-1.ec2.internal"),
                        Optional.of("54.0.0.1"),
                        Optional.empty(),
                        Optional.of("02:00:00:00:00:01"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("sg-1"),
                        Optional.of("arn:aws:iam::000000000000:instance-profile/spawn-instance"),
                        Optional.empty(),
                        tagsInMetadata,
                        tags),
                Optional.of("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Optional.empty());
    }
}
