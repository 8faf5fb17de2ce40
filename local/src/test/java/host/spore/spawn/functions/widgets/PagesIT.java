package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.testevents.Hostile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages in a real browser, in both themes, narrow and wide: what a person, a keyboard and a screen reader find. The
 * pictures are in {@code local/target/pages}, to be looked at; what is compared is the tree of roles and names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
    private static final Path FOLDER = Path.of("target", "pages").toAbsolutePath();
    private static final Path GOLDEN = Path.of("src", "test", "resources", "pages");
    private static final List<Integer> WIDTHS = List.of(400, 1200);

    private Map<String, JsonObject> seen = Map.of();

    static Stream<String> names() {
        return Scenery.widgets().stream()
                .flatMap(widget -> Stream.of("light", "dark")
                        .flatMap(theme -> WIDTHS.stream().map(width -> widget + "-" + theme + "-" + width)));
    }

    static Stream<String> outlines() {
        return names().filter(name -> name.contains("-light-"));
    }

    @BeforeAll
    void look() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        List<JsonObject> looks = new ArrayList<>();
        for (String name : names().toList()) {
            String[] parts = name.split("-");
            looks.add(one(
                    name,
                    page(Scenery.ofADay(), Scenery.asked(parts[0], parts[1], Integer.parseInt(parts[2]))),
                    parts[1],
                    Integer.parseInt(parts[2])));
        }
        for (String widget : Scenery.widgets()) {
            // Each hostile text in a page of its own would take an hour: the page that has most places for them, all at
            // once.
            looks.add(JsonObject.builder()
                    .putAll(one("hostile-" + widget, hostile(widget), "light", 400))
                    .put("focus", false)
                    .build());
        }
        seen = Browser.look(FOLDER, looks);
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingIsBesideTheScreen(String name) {
        assertThat(of(name).integer("overflow")).isZero();
    }

    /** Contrast, names of what can be pressed, heads of tables, and all else that axe knows of WCAG 2.2 A and AA. */
    @ParameterizedTest
    @MethodSource("names")
    void nobodyIsShutOut(String name) {
        assertThat(strings(of(name), "violations")).isEmpty();
        assertThat(strings(of(name), "checks")).as("it does look").contains("color-contrast");
    }

    @ParameterizedTest
    @MethodSource("names")
    void theKeyboardGoesFromTopToBottomAndShowsWhereItIs(String name) {
        List<JsonArray> order =
                of(name).array("focus").stream().map(JsonArray.class::cast).toList();
        assertThat(order).allSatisfy(at -> assertThat(at.items().get(2)).isEqualTo(Json.of(true)));
        List<Integer> tops = order.stream()
                .map(at -> Integer.parseInt(at.items().get(1).toString()))
                .toList();
        assertThat(tops).isSorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingRunsAndNothingIsFetched(String name) {
        assertThat(of(name).integer("scripts")).isZero();
        assertThat(of(name).integer("handlers")).isZero();
        assertThat(of(name).array("requests")).isEmpty();
        assertThat(of(name).array("alarms")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("outlines")
    void aScreenReaderFindsWhatItFoundBefore(String name) throws IOException {
        String outline = strings(of(name), "outline").stream()
                        .filter(line -> !line.strip().startsWith("RootWebArea"))
                        .collect(Collectors.joining("\n"))
                + "\n";
        Path golden = GOLDEN.resolve(name.replace("-light", "") + ".txt");
        if ("write".equals(System.getProperty("spawn.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, outline);
        }
        assertThat(golden).content().isEqualTo(outline);
    }

    @ParameterizedTest
    @MethodSource("host.spore.spawn.functions.widgets.Scenery#widgets")
    void bothThemesAndWidthsTellTheSameInstances(String widget) {
        assertThat(of(widget + "-dark-400").string("text"))
                .isEqualTo(of(widget + "-light-400").string("text"));
        assertThat(of(widget + "-dark-1200").string("text"))
                .isEqualTo(of(widget + "-light-1200").string("text"));
    }

    @Test
    void everyHostileTextIsShownAndDoesNothing() {
        for (String widget : Scenery.widgets()) {
            JsonObject page = of("hostile-" + widget);
            assertThat(page.integer("scripts") + page.integer("handlers")).isZero();
            assertThat(page.array("requests")).isEmpty();
            assertThat(page.array("alarms")).isEmpty();
            assertThat(page.integer("overflow")).isZero();
            assertThat(Hostile.steering(page.string("text").replace("\t", ""))).isEmpty();
        }
        assertThat(of("hostile-instances").string("text")).contains("<script>alert(1)</script>");
    }

    private static String hostile(String widget) {
        return page(
                Scenery.hostile(Hostile.all().stream().map(Hostile::text).toList()),
                Scenery.asked(widget, "light", 400));
    }

    private static String page(Scenery scenery, JsonObject asked) {
        return ((Json.JsonString) new FakeLambda().ask(scenery.handler(), asked)).value();
    }

    private static JsonObject one(String name, String page, String theme, int width) throws IOException {
        Path file = Files.writeString(FOLDER.resolve(name + ".html"), page);
        return JsonObject.builder()
                .put("name", name)
                .put("file", file.toString())
                .put("theme", theme)
                .put("width", width)
                .build();
    }

    private JsonObject of(String name) {
        return Objects.requireNonNull(seen.get(name), name);
    }

    private static List<String> strings(JsonObject object, String key) {
        return object.array(key).stream()
                .map(item -> item instanceof Json.JsonString(String text) ? text : item.toString())
                .toList();
    }
}
