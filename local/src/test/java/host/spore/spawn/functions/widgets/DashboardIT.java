package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.cloud.Await;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.LocalDashboard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The whole way of what is seen: tables, deployed function, deployed dashboard, {@code local/dashboard}, browser. */
class DashboardIT {
    private static final Path FOLDER = Path.of("target", "dashboard").toAbsolutePath();

    private final Cloud cloud = Cloud.get();

    @Test
    void anInstanceIsSeenWithItsDeadlineAndItsTimelineOpens() throws IOException, InterruptedException {
        try (LocalDashboard dashboard = LocalDashboard.start(cloud)) {
            // Given
            String name = dashboard.launched();
            Await.until(
                    "its history is there",
                    Duration.ofMinutes(4),
                    () -> dashboard
                            .page(JsonObject.builder()
                                    .put("widget", "timeline")
                                    .put("instance", name)
                                    .build())
                            .contains("recorded: " + name));

            // When
            Map<String, JsonObject> seen = Browser.look(
                    FOLDER,
                    List.of(
                            look("wide", dashboard.url(), 1300, "light").build(),
                            look("narrow", dashboard.url(), 400, "dark").build(),
                            look("opened", dashboard.url(), 1300, "light")
                                    .put(
                                            "press",
                                            new JsonArray(List.of(Json.of("article:first-of-type .sw tbody button"))))
                                    .put("after", "dialog .sw")
                                    .build()));

            // Then
            for (JsonObject page : seen.values()) {
                assertThat(page.string("text")).contains(name, "Queues", "Spending", "Availability", "in ");
                assertThat(page.integer("overflow")).isZero();
                assertThat(page.integer("scripts")).isZero();
                assertThat(page.array("alarms")).isEmpty();
                assertThat(page.array("violations")).isEmpty();
            }
            assertThat(Objects.requireNonNull(seen.get("opened"))
                            .array("outline")
                            .toString())
                    .contains("dialog", "Timeline of an instance", "Its life");
            dashboard.terminate(name);
        }
    }

    @Test
    void pagesOfOthersInTheSameBrowserGetNothing() throws IOException, InterruptedException {
        try (LocalDashboard dashboard = LocalDashboard.start(cloud)) {
            assertThat(dashboard.statusFor("", Map.of())).isEqualTo(200);
            assertThat(dashboard.statusFor("layout.json", Map.of("Origin", "http://example.invalid")))
                    .isEqualTo(403);
            assertThat(dashboard.statusFor("../../../etc/passwd", Map.of())).isEqualTo(404);
        }
    }

    private static JsonObject.Builder look(String name, String url, int width, String theme) {
        return JsonObject.builder()
                .put("name", name)
                .put("url", url)
                .put("width", width)
                .put("theme", theme)
                .put("focus", false)
                .put("await", "body[data-looked] article:first-of-type .sw tbody button");
    }
}
