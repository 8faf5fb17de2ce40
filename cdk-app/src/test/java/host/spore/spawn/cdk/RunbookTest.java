package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alarm finds its cure; and what they are told to look at is there. */
class RunbookTest {
    private static final Path RUNBOOK = Path.of("..", "docs", "runbook.md");
    private static final Pattern CURE = Pattern.compile("docs/runbook\\.md#([a-z0-9-]+)$");
    private static final int MOST_GROUPS = 50;
    private static final Path FUNCTIONS = Path.of("../functions/src/main/java/host/spore/spawn/functions");
    private static final Set<String> WORDS_OF_QUERIES =
            Set.of("fields", "filter", "sort", "asc", "desc", "limit", "stats", "by", "as");

    @Test
    void everyAlarmNamesAHeadingAndEveryHeadingHasAnAlarm() throws IOException {
        Set<String> named = alarms().map(alarm -> {
                    String description = alarm.properties().string("AlarmDescription");
                    var cure = CURE.matcher(description);
                    assertThat(cure.find())
                            .as(alarm.path() + ": " + description)
                            .isTrue();
                    return cure.group(1);
                })
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(8).isEqualTo(headings());
    }

    @Test
    void everyAlarmTellsTheTopicOfItsStackAndRestsByItself() {
        assertThat(alarms()).allSatisfy(alarm -> {
            assertThat(alarm.properties().array("AlarmActions")).hasSize(1);
            assertThat(alarm.properties().array("OKActions")).hasSize(1);
        });
    }

    /** Silence is alarming of one alone: nothing else writes anything while nothing happens. */
    @Test
    void onlyTheReapersAbsenceIsAlarmedBySilence() {
        assertThat(alarms().filter(alarm ->
                                alarm.properties().string("TreatMissingData").equals("breaching"))
                        .map(alarm -> alarm.properties().string("AlarmName")))
                .containsExactly("spawn-reaper-absent");
    }

    /** A metric of an alarm or of the dashboard that nobody writes would rest for ever. */
    @Test
    void everyMetricOfOursIsWrittenByAFunction() throws IOException {
        String written = Files.readString(FUNCTIONS.resolve("outcome/OutcomeMetric.java"))
                + Files.readString(FUNCTIONS.resolve("reaper/SweepMetric.java"));
        Pattern metric = Pattern.compile("\"MetricName\":\"([A-Za-z]+)\",\"Namespace\":\"Spawn\"");
        List<String> names = Stream.concat(
                        alarms().flatMap(alarm -> metric.matcher(
                                                alarm.properties().toString())
                                        .results())
                                .map(found -> found.group(1)),
                        alarms().filter(alarm -> alarm.properties()
                                        .optionalString("Namespace")
                                        .orElse("")
                                        .equals("Spawn"))
                                .map(alarm -> alarm.properties().string("MetricName")))
                .distinct()
                .toList();
        assertThat(names)
                .contains(
                        "Sweeps", "Drift", "HourlyRate", "AgentsSilent", "Launches", "LaunchesFailed", "CommandsFailed")
                .allMatch(name -> written.contains("\"" + name + "\""));
        String dashboard = Synthesis.workload()
                .all("AWS::CloudWatch::Dashboard")
                .findFirst()
                .orElseThrow()
                .properties()
                .toString();
        assertThat(Pattern.compile("\\\\\"Spawn\\\\\",\\\\\"([A-Za-z]+)\\\\\"")
                        .matcher(dashboard)
                        .results()
                        .map(found -> found.group(1)))
                .hasSizeGreaterThan(5)
                .allMatch(name -> written.contains("\"" + name + "\""));
    }

    @Test
    void theDashboardHasEveryWidgetOfTheFunction() throws IOException {
        String dashboard = Synthesis.workload()
                .all("AWS::CloudWatch::Dashboard")
                .findFirst()
                .orElseThrow()
                .properties()
                .toString();
        Set<String> shown = Pattern.compile("\\\\\"widget\\\\\":\\\\\"([a-z]+)\\\\\"")
                .matcher(dashboard)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        String widgets = Files.readString(FUNCTIONS.resolve("widgets/Widget.java"));
        Set<String> made = Pattern.compile("(?m)^    ([A-Z]+)[,;]$")
                .matcher(widgets)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(shown).hasSizeGreaterThan(5).isEqualTo(made);
    }

    @Test
    void theSavedQueriesAreOfLogsThatAreThere() {
        Template template = Synthesis.workload();
        var resolver = new Resolver(template, "123456789012", "us-east-1");
        Set<String> groups = template.all("AWS::Logs::LogGroup")
                .map(resolver::properties)
                .map(group -> group.string("LogGroupName"))
                .collect(Collectors.toSet());
        List<JsonObject> queries = template.all("AWS::Logs::QueryDefinition")
                .map(Template.Resource::properties)
                .toList();
        assertThat(queries).hasSizeGreaterThan(5).allSatisfy(query -> {
            assertThat(query.string("Name")).startsWith("spawn/");
            assertThat(query.array("LogGroupNames")).hasSizeBetween(1, MOST_GROUPS);
        });
        assertThat(template.all("AWS::Logs::QueryDefinition")
                        .map(resolver::properties)
                        .flatMap(query -> query.array("LogGroupNames").stream())
                        .map(name -> ((Json.JsonString) name).value()))
                .allMatch(groups::contains);
    }

    /** A field or a message that nobody logs would find nothing, for ever. */
    @Test
    void theSavedQueriesAskForWhatIsLogged() throws IOException {
        // Given
        String sources = sourcesOfFunctions();
        Set<String> logged = new TreeSet<>(Set.of("level", "message"));
        Pattern.compile("\\b(?:field|with)\\(\\s*\"([A-Za-z]+)\"")
                .matcher(sources)
                .results()
                .forEach(found -> logged.add(found.group(1)));
        Pattern.compile("\"([A-Z][A-Za-z]+)\"")
                .matcher(Files.readString(FUNCTIONS.resolve("reaper/SweepMetric.java")))
                .results()
                .forEach(found -> logged.add(found.group(1)));

        // When, Then
        Pattern said = Pattern.compile("message = \"([^\"]+)\"");
        assertThat(Synthesis.workload()
                        .all("AWS::Logs::QueryDefinition")
                        .map(query -> query.properties().string("QueryString")))
                .hasSizeGreaterThan(5)
                .allSatisfy(query -> {
                    assertThat(logged).containsAll(fields(query));
                    assertThat(said.matcher(query).results().map(found -> found.group(1)))
                            .allMatch(message -> sources.contains("\"" + message + "\""));
                });
    }

    /** Of ours; those of Lambda and of CloudWatch begin with an @. */
    private static Set<String> fields(String query) {
        String unquoted = query.replaceAll("\"[^\"]*\"", "");
        Set<String> named = Pattern.compile("\\bas (\\w+)")
                .matcher(unquoted)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        return Pattern.compile("(?<![@\\w])[A-Za-z]+(?![\\w(])")
                .matcher(unquoted)
                .results()
                .map(MatchResult::group)
                .filter(word -> !WORDS_OF_QUERIES.contains(word) && !named.contains(word))
                .collect(Collectors.toSet());
    }

    private static String sourcesOfFunctions() throws IOException {
        try (Stream<Path> files = Files.walk(FUNCTIONS)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static Stream<Template.Resource> alarms() {
        return Stream.of(Synthesis.workload(), Synthesis.infrastructure())
                .flatMap(stack -> stack.all("AWS::CloudWatch::Alarm"));
    }

    /** As GitHub makes an anchor of a heading. */
    private static Set<String> headings() throws IOException {
        return Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
