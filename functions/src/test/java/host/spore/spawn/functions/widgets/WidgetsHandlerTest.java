package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WidgetsHandlerTest {
    /** What we promise; a function may answer with 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
    private static final int HEAVIEST = 200_000;

    private final FakeLambda lambda = new FakeLambda();

    static Stream<String> widgets() {
        return Scenery.widgets().stream();
    }

    @Test
    void describesItselfWithoutLookingAtAnything() {
        // Given
        Scenery scenery = Scenery.ofADay();
        scenery.rows.reads.failNext(100);

        // When
        String said = text(lambda.ask(scenery.handler(), JsonObject.parse("{\"describe\":true}")));

        // Then
        assertThat(said).contains("| `widget` |").contains(Scenery.widgets());
    }

    @ParameterizedTest
    @MethodSource("widgets")
    void everyWidgetIsOnePageInBothThemes(String widget) {
        for (String theme : new String[] {"light", "dark"}) {
            // When
            String page = page(Scenery.ofADay(), Scenery.asked(widget, theme, 600));

            // Then
            assertThat(page).startsWith("<div><style>").endsWith("</section></div>");
            assertThat(page).contains(theme.equals("dark") ? "#161d26" : "#ffffff");
        }
    }

    @ParameterizedTest
    @MethodSource("widgets")
    void aDeploymentThatDoesNothingYetSaysWhatWouldMakeSomething(String widget) {
        assertThat(page(Scenery.of(0), Scenery.asked(widget, "light", 600))).contains("class=\"dim\"");
    }

    @ParameterizedTest
    @MethodSource("widgets")
    void aThousandInstancesWeighLessThanIsPromised(String widget) {
        for (int width : new int[] {400, 1200}) {
            String page = page(Scenery.of(1_000), Scenery.asked(widget, "light", width));
            assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(HEAVIEST);
        }
    }

    @Test
    void aLongListIsCutAndTurned() {
        // Given
        Scenery scenery = Scenery.of(250);

        // When
        String first = page(scenery, Scenery.asked("instances", "light", 1200));
        String last = page(
                scenery,
                JsonObject.builder()
                        .putAll(Scenery.asked("instances", "light", 1200))
                        .put("from", 200)
                        .build());

        // Then
        assertThat(first)
                .contains("1 to 100 of 250, and 150 more", "Later ends")
                .doesNotContain("Earlier ends");
        assertThat(last).contains("201 to 250 of 250", "Earlier ends").doesNotContain("Later ends");
        assertThat(first).contains(">worker-0<").doesNotContain(">worker-100<");
        assertThat(last).contains(">worker-249<");
    }

    @Test
    void aPlaceBehindTheEndIsTheEnd() {
        JsonObject asked = JsonObject.builder()
                .putAll(Scenery.asked("instances", "light", 1200))
                .put("from", 999_999)
                .build();
        assertThat(page(Scenery.of(3), asked)).contains("3 to 3 of 3");
    }

    @Test
    void whatIsNoWidgetIsSaid() {
        assertThat(page(Scenery.ofADay(), Scenery.asked("weather", "light", 600)))
                .contains("&quot;weather&quot;: one of instances, timeline");
    }

    @Test
    void aTimelineIsFoundByNameByIdAndByWhatWasTyped() {
        Scenery scenery = Scenery.ofADay();
        String demo = Scenery.id("demo").value();
        assertThat(page(scenery, with("instance", "demo"))).contains(demo, "a user", "deadline: ");
        assertThat(page(scenery, with("instance", demo))).contains(demo, "recorded: demo");
        JsonObject typed = JsonObject.parse("""
                {"widget":"timeline","instance":"genome","widgetContext":{"forms":{"all":{"instance":" demo "}}}}""");
        assertThat(page(scenery, typed)).contains(demo);
    }

    @Test
    void withoutANameTheTimelineIsThatOfTheLastOneLaunched() {
        // Given
        Scenery scenery = Scenery.ofADay();
        scenery.instance(
                "last",
                60,
                Map.of(Column.LAUNCHED_AT, Scenery.NOW.minusSeconds(5).toString()));

        // When, Then
        assertThat(page(scenery, Scenery.asked("timeline", "light", 600)))
                .contains(Scenery.id("last").value());
    }

    @Test
    void whatIsNoInstanceIsAskedForAgain() {
        Scenery scenery = Scenery.ofADay();
        assertThat(page(scenery, with("instance", "nobody"))).contains("&quot;nobody&quot;: no instance", "<input");
        assertThat(page(scenery, with("instance", "i-zz"))).contains("&quot;i-zz&quot;: no instance");
    }

    @Test
    void aSweepTellsHowFarItIsAndItsFailuresFirst() {
        String page = page(Scenery.ofADay(), Scenery.asked("sweeps", "light", 1200));
        assertThat(page).contains("1,070", "not begun", "119", "its command ended with 9", "and 30 rows more");
        assertThat(page.indexOf("its command ended with 9")).isLessThan(page.indexOf("waits for its instance"));
    }

    @Test
    void aSweepIsShownThatIsAskedFor() {
        JsonObject asked = JsonObject.builder()
                .putAll(Scenery.asked("sweeps", "light", 1200))
                .put("sweep", "seeds-20261122-0a1b2c")
                .build();
        assertThat(page(Scenery.ofADay(), Scenery.asked("sweeps", "light", 1200)))
                .as("without a wish, the one that goes on")
                .containsSubsequence("lr-20261123-3f2a1b", "not begun", "seeds-20261122-0a1b2c");
        assertThat(page(Scenery.ofADay(), asked))
                .containsSubsequence("seeds-20261122-0a1b2c", "not begun", "lr-20261123-3f2a1b");
    }

    @Test
    void aRunThatGoesOnIsShownBeforeOneThatBeganLater() {
        // Given
        Scenery scenery = Scenery.ofADay();
        scenery.queues.begin(new QueueRun(
                "later",
                "short",
                "lab",
                1,
                "completed",
                Optional.empty(),
                Scenery.NOW.minusSeconds(30),
                Optional.of(Scenery.NOW)));

        // When
        String page = page(scenery, Scenery.asked("queues", "light", 1200));

        // Then
        assertThat(page).contains("<span class=\"big num busy\">train</span>");
    }

    @Test
    void aRunThatIsAskedForIsShown() {
        JsonObject asked = JsonObject.parse("{\"widget\":\"queues\",\"run\":\"01992c5e-0000-7c1e-9f3a-5b1d6a2e4c11\"}");
        assertThat(page(Scenery.ofADay(), asked)).contains("<span class=\"big num bad\">nightly</span>");
    }

    @Test
    void aTableThatCannotBeReadFailsTheCall() {
        Scenery scenery = Scenery.ofADay();
        scenery.rows.reads.failNext(1);
        assertThatThrownBy(() -> page(scenery, Scenery.asked("instances", "light", 600)))
                .hasMessageContaining("failed on request");
    }

    private static JsonObject with(String key, String value) {
        return JsonObject.builder().put("widget", "timeline").put(key, value).build();
    }

    private String page(Scenery scenery, JsonObject asked) {
        return text(lambda.ask(scenery.handler(), asked));
    }

    private static String text(Json answer) {
        return ((Json.JsonString) answer).value();
    }
}
