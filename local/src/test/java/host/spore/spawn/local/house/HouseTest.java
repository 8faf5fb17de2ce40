package host.spore.spawn.local.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseTest {
    private static final String HOUSE = "host.spore.spawn.";
    private static JavaClasses house = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // The contracts come in a jar, which the option above does not take for tests.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("host.spore.spawn");
    }

    /** A rule over a module that was not read would pass on nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"events", "spored", "cli", "functions", "statemachines", "queues", "cdk", "local"})
    void everyModuleIsRead(String module) {
        assertThat(house.stream().filter(type -> type.getPackageName().startsWith(HOUSE + module)))
                .hasSizeGreaterThan(2);
    }

    @Test
    void theLanguageNeedsNothingButJava() {
        classes()
                .that()
                .resideInAPackage(HOUSE + "events..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(HOUSE + "events..", "java..", "org.jspecify..")
                .because("the agent carries this package onto every instance, and every cold start loads it")
                .check(house);
    }

    @Test
    void theAgentNeedsNothingButJavaAndTheLanguage() {
        classes()
                .that()
                .resideInAPackage(HOUSE + "spored..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        HOUSE + "spored..",
                        HOUSE + "events..",
                        "java..",
                        "javax.crypto..",
                        "javax.net.ssl..",
                        "org.jspecify..")
                .because("it runs for the life of the instance, in memory that its user pays for")
                .check(house);
    }

    @Test
    void theCommandLineOnlyPublishes() {
        noClasses()
                .that()
                .resideInAPackage(HOUSE + "cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.services..")
                .because("it makes one call, PutEvents, which it signs itself; there is no client to make another with")
                .check(house);
    }

    @Test
    void theFlowsKnowOnlyTheLanguage() {
        classes()
                .that()
                .resideInAPackage(HOUSE + "statemachines..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(HOUSE + "statemachines..", HOUSE + "events..", "java..", "org.jspecify..")
                .because("flows and functions meet in the text of the flows")
                .check(house);
    }

    @Test
    void theQueueCompilerKnowsTheLanguageAndYaml() {
        classes()
                .that()
                .resideInAPackage(HOUSE + "queues..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        HOUSE + "queues..", HOUSE + "events..", "java..", "org.snakeyaml.engine..", "org.jspecify..")
                .because("the command line compiles without a cloud, and a function compiles the same file again")
                .check(house);
    }

    @Test
    void filesAndGraphsKnowNothingOfMachines() {
        noClasses()
                .that()
                .resideInAnyPackage(HOUSE + "queues.file..", HOUSE + "queues.graph..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HOUSE + "queues.compile..", HOUSE + "queues.draw..", HOUSE + "queues.template..")
                .because("the phases of the compiler run one way")
                .check(house);
    }

    @Test
    void filesOfSweepsKnowNothingOfQueues() {
        noClasses()
                .that()
                .resideInAPackage(HOUSE + "queues.sweep..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        HOUSE + "queues.graph..",
                        HOUSE + "queues.compile..",
                        HOUSE + "queues.draw..",
                        HOUSE + "queues.template..")
                .because("they share how files are read, and nothing else")
                .check(house);
    }

    @Test
    void functionsKnowNoneOfTheirCallers() {
        noClasses()
                .that()
                .resideInAPackage(HOUSE + "functions..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        HOUSE + "cli..",
                        HOUSE + "spored..",
                        HOUSE + "statemachines..",
                        HOUSE + "cdk..",
                        HOUSE + "local..")
                .because("arrows run one way")
                .check(house);
    }

    @Test
    void nobodyImportsTheStacksOrTheEmbeddedCloud() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOUSE + "cdk..", HOUSE + "local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HOUSE + "cdk..", HOUSE + "local..")
                .because("what runs in an account must not know how it was put there, nor where it is tried out")
                .check(house);
    }

    @Test
    void nobodyWritesToTheStandardStreamsButPrograms() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        HOUSE + "events..", HOUSE + "functions..", HOUSE + "statemachines..", HOUSE + "queues..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("a log line without its correlation id is lost when it is needed")
                .check(house);
    }
}
