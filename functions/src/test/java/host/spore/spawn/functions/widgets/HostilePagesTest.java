package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.testevents.Hostile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Whatever stands in the tables, pages have the elements and attributes that we have written, and no others. */
class HostilePagesTest {
    static Stream<Hostile> texts() {
        return Hostile.all().stream();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTextIsNothingButText(Hostile hostile) throws Exception {
        for (String widget : Scenery.widgets()) {
            for (int width : new int[] {400, 1200}) {
                // When
                String page = ((Json.JsonString) new FakeLambda()
                                .ask(
                                        Scenery.hostile(List.of(hostile.text())).handler(),
                                        Scenery.asked(widget, "light", width)))
                        .value();

                // Then
                assertThat(Hostile.steering(page.replace("\n", ""))).isEmpty();
                assertThat(strange(parsed(page))).isEmpty();
                assertThat(page).doesNotContain("<script", "<img");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aQuestionIsAnsweredWhateverIsInIt(Hostile hostile) throws Exception {
        for (String key : List.of("widget", "instance", "run", "sweep")) {
            JsonObject asked = JsonObject.builder()
                    .put("widget", key.equals("run") ? "queues" : key.equals("sweep") ? "sweeps" : "timeline")
                    .put(key, hostile.text())
                    .put(
                            "widgetContext",
                            JsonObject.builder()
                                    .put("theme", hostile.text())
                                    .put(
                                            "timezone",
                                            JsonObject.builder()
                                                    .put("offsetISO", hostile.text())
                                                    .build())
                                    .build())
                    .build();
            String page =
                    ((Json.JsonString) new FakeLambda().ask(Scenery.ofADay().handler(), asked)).value();
            assertThat(Hostile.steering(page.replace("\n", ""))).isEmpty();
            assertThat(strange(parsed(page))).isEmpty();
        }
    }

    /** Pages are well-formed XML besides, but for the end of their one kind of void element. */
    private static Element parsed(String page) throws Exception {
        String xml = page.replaceAll("<input([^>]*)>", "<input$1/>").replaceAll("(?s)<style>.*?</style>", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<String> strange(Element element) {
        List<String> found = new ArrayList<>();
        Set<String> tags = Stream.of(Tag.values()).map(Tag::text).collect(Collectors.toSet());
        Set<String> attributes =
                Stream.of(Attribute.values()).map(Attribute::text).collect(Collectors.toSet());
        walk(element, tags, attributes, found);
        return found;
    }

    private static void walk(Element element, Set<String> tags, Set<String> attributes, List<String> found) {
        if (!tags.contains(element.getTagName())) {
            found.add(element.getTagName());
        }
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            String name = element.getAttributes().item(i).getNodeName();
            if (!attributes.contains(name)) {
                found.add(element.getTagName() + " " + name);
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                walk(inner, tags, attributes, found);
            }
        }
    }
}
