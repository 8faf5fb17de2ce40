package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A real browser, which module local pins and installs: see local/browser. */
final class Browser {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

    private Browser() {}

    /**
     * Looks at each of them, as {@code look.mjs} says.
     *
     * @param folder for what is looked at and the pictures
     * @return what was seen, by the looks' names
     */
    static Map<String, JsonObject> look(Path folder, List<JsonObject> looks) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path job = Files.writeString(
                folder.resolve("job.json"),
                JsonObject.builder()
                        .put("out", folder.toString())
                        .put("looks", new JsonArray(List.<Json>copyOf(looks)))
                        .build()
                        .toString());
        Process browser = new ProcessBuilder(ROOT.resolve("local/python/run").toString(), "look", job.toString())
                .redirectErrorStream(true)
                .start();
        browser.getOutputStream().close();
        String said = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(browser.waitFor()).as(said).isZero();
        Map<String, JsonObject> seen = new LinkedHashMap<>();
        ((JsonArray) Json.parse(Files.readString(folder.resolve("seen.json"))))
                .items()
                .forEach(item -> seen.put(((JsonObject) item).string("name"), (JsonObject) item));
        return seen;
    }
}
