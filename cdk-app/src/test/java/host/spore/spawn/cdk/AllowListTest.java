package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every policy of the templates, held against a file that people read: {@code policies/allow-list.txt}. A permission
 * that is not in the file fails, and so does a line of the file that no template bears out.
 */
class AllowListTest {
    private static final String REASON = "because ";

    /** Statements as text, with their reason where the file gives one. */
    record Listed(Map<String, String> reasons) {}

    @Test
    void everyPermissionIsOnTheListAndEveryLineOfTheListIsAPermission() throws IOException {
        // Given
        var actual = rendered();

        // When
        var listed = read();

        // Then
        Files.writeString(
                Files.createDirectories(Path.of("target")).resolve("allow-list.actual.txt"), write(actual, listed));
        assertThat(String.join("\n", actual.keySet()))
                .as("a permission has changed. Read target/allow-list.actual.txt, and when the change is meant, copy it"
                        + " to src/test/resources/policies/allow-list.txt with a reason where there is a ???")
                .isEqualTo(String.join("\n", listed.reasons().keySet()));
    }

    @Test
    void whatIsAllowedOnEverythingHasAReason() {
        // Given
        var actual = rendered();
        var reasons = read().reasons();

        // When
        var without = actual.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .filter(statement -> reasons.getOrDefault(statement, "").length() < 10)
                .toList();

        // Then
        assertThat(without).isEmpty();
    }

    @Test
    void noPolicyAllowsEveryActionOfAService() {
        // Given
        var policies = variants().stream()
                .flatMap(template -> Policies.of(template, "ACCOUNT", "REGION").stream())
                .toList();

        // When
        var wide = policies.stream()
                // A boundary allows nothing by itself: it is what a declared policy may at most say.
                .filter(policy -> !policy.holder().endsWith(" bounds"))
                .flatMap(policy -> policy.statements().stream()
                        .filter(Statement::allow)
                        .flatMap(statement -> statement.actions().stream())
                        .filter(action -> action.contains("*"))
                        .map(action -> policy.holder() + " " + action))
                .toList();

        // Then
        assertThat(policies).hasSizeGreaterThan(40);
        assertThat(wide).isEmpty();
    }

    @Test
    void noRoleUsesAPolicyOfAws() {
        // Given
        var policies = variants().stream()
                .flatMap(template -> Policies.of(template, "ACCOUNT", "REGION").stream())
                .filter(policy -> !policy.holder().contains("/Profile-"));

        // When
        var managed = policies.flatMap(policy -> policy.managed().stream()).toList();

        // Then: they change without us, and are never as narrow as ours. What a deployment declares is its own choice.
        assertThat(managed).isEmpty();
    }

    /** What one account has; what two have more; and what declared profiles add. */
    private static List<Template> variants() {
        return List.of(
                Synthesis.infrastructure(),
                Synthesis.workload(),
                Synthesis.infrastructure(Synthesis.INFRASTRUCTURE_FOR_OTHERS),
                Synthesis.workload(Synthesis.WORKLOAD_OF_ANOTHER),
                Synthesis.workload(Synthesis.WITH_PROFILES));
    }

    /** Text of each statement, and whether it needs a reason. Those of the second pair only where they differ. */
    private static Map<String, Boolean> rendered() {
        var statements = new TreeMap<String, Boolean>();
        var templates = variants();
        for (int variant = 0; variant < templates.size(); variant++) {
            for (var policy : Policies.of(templates.get(variant), "ACCOUNT", "REGION")) {
                for (var statement : policy.statements()) {
                    String text = render(policy.holder(), "", statement);
                    if (variant < 2) {
                        statements.put(text, needsReason(statement));
                    } else if (!statements.containsKey(text)) {
                        statements.put(
                                render(policy.holder(), variant < 4 ? " (two accounts)" : " (profiles)", statement),
                                needsReason(statement));
                    }
                }
            }
        }
        return statements;
    }

    private static boolean needsReason(Statement statement) {
        return statement.allow() && statement.resources().contains("*");
    }

    private static String render(String holder, String variant, Statement statement) {
        var text = new StringBuilder(holder)
                .append(variant)
                .append("\n  ")
                .append(statement.allow() ? "allow " : "deny ")
                .append(statement.sid())
                .append(": ")
                .append(String.join(", ", statement.actions()));
        statement.principals().forEach(principal -> text.append("\n    who ").append(principal));
        statement.resources().forEach(resource -> text.append("\n    on ").append(withoutHash(resource)));
        statement
                .conditions()
                .forEach(condition -> text.append("\n    when ")
                        .append(condition.operator())
                        .append(' ')
                        .append(condition.key())
                        .append(" = ")
                        .append(String.join(" | ", condition.values())));
        return text.toString();
    }

    /** An asset's key is the hash of its bytes, which are stand-ins here. */
    private static String withoutHash(String resource) {
        return resource.replaceAll("/[0-9a-f]{64}\\.xz$", "/HASH.xz");
    }

    private static String write(Map<String, Boolean> statements, Listed listed) {
        var text = new ArrayList<String>();
        statements.forEach((statement, needsReason) -> {
            String reason = listed.reasons().getOrDefault(statement, "");
            boolean has = !reason.isEmpty();
            text.add(statement + (has || needsReason ? "\n    " + REASON + (has ? reason : "???") : ""));
        });
        return String.join(
                        "\n\n",
                        Stream.concat(Stream.of(header()), text.stream()).toList()) + "\n";
    }

    private static String header() {
        return file().lines()
                .takeWhile(line -> line.startsWith("#"))
                .reduce((one, next) -> one + "\n" + next)
                .orElse("#");
    }

    private static Listed read() {
        var reasons = new LinkedHashMap<String, String>();
        for (String block : file().split("\n\n")) {
            var lines = block.lines().filter(line -> !line.startsWith("#")).toList();
            if (lines.isEmpty()) {
                continue;
            }
            String reason = lines.stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(REASON))
                    .map(line -> line.substring(REASON.length()))
                    .findFirst()
                    .orElse("");
            reasons.put(
                    String.join(
                            "\n",
                            lines.stream()
                                    .filter(line -> !line.strip().startsWith(REASON))
                                    .toList()),
                    reason);
        }
        return new Listed(reasons);
    }

    private static String file() {
        try (var stream = AllowListTest.class.getResourceAsStream("/policies/allow-list.txt")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
