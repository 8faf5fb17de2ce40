package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Request;
import host.spore.spawn.cdk.iam.Statement;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SECURITY.md promises is there. */
class SecurityDocTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern POLICY = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))(?:\\.([a-zA-Z]+))?`");
    private static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/spawn";

    @Test
    void itsPolicyIsEnoughForCommands() throws IOException {
        assertThat(Statement.allows(
                        policy(), Request.of("events:PutEvents", BUS).with("events:source", "spawn.cli")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spawn.control",
                "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/i-0aaaaaaaaaaaaaaaa",
                "aws.ec2"
            })
    void itsPolicyLetsNobodySpeakAsAnother(String source) throws IOException {
        assertThat(Statement.allows(
                        policy(), Request.of("events:PutEvents", BUS).with("events:source", source)))
                .isFalse();
    }

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        // Given
        List<MatchResult> named = TEST.matcher(text()).results().toList();

        // When
        var missing = new TreeSet<String>();
        for (MatchResult one : named) {
            List<Path> files = sources(one.group(1));
            boolean hasMethod = one.group(2) == null;
            for (Path file : files) {
                hasMethod |= one.group(2) != null && Files.readString(file).contains(" " + one.group(2) + "(");
            }
            if (files.isEmpty() || !hasMethod) {
                missing.add(one.group());
            }
        }

        // Then
        assertThat(named).hasSizeGreaterThan(25);
        assertThat(missing).isEmpty();
    }

    private static List<Path> sources(String name) throws IOException {
        try (var modules = Files.list(ROOT)) {
            List<Path> tests = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            var found = new TreeSet<Path>();
            for (Path folder : tests) {
                try (var files = Files.walk(folder)) {
                    found.addAll(
                            files.filter(file -> file.getFileName().toString().equals(name + ".java"))
                                    .collect(Collectors.toSet()));
                }
            }
            return List.copyOf(found);
        }
    }

    private static List<Statement> policy() throws IOException {
        var found = POLICY.matcher(text()).results().toList();
        assertThat(found).hasSize(1);
        return Statement.of(JsonObject.parse(found.getFirst().group(1)));
    }

    private static String text() throws IOException {
        return Files.readString(ROOT.resolve("SECURITY.md"));
    }
}
