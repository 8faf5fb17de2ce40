package host.spore.spawn.functions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The house's rules, for this module. */
class HouseTest {
    private static final String ROOT = "host.spore.spawn.functions.";
    private static final Set<String> CAPABILITIES = Set.of(
            "launch",
            "lifecycle",
            "extend",
            "resolve",
            "select",
            "queue",
            "sweep",
            "alerts",
            "history",
            "outcome",
            "dns",
            "reaper",
            "widgets",
            "deploy");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("host.spore.spawn.functions");

    /** The pure ones: what they decide can be told from their arguments alone. */
    private static final DescribedPredicate<JavaClass> DECIDERS = DescribedPredicate.describe(
            "deciders",
            type -> Set.of(
                            "Platform",
                            "LaunchPlan",
                            "InstanceNames",
                            "TypeChoice",
                            "NearestTypes",
                            "CandidateOrder",
                            "Hibernation",
                            "Standing",
                            "UserData",
                            "LaunchRequest",
                            "LaunchErrors",
                            "LaunchAnswer",
                            "Network",
                            "Disks",
                            "Workload",
                            "ProfileChoice",
                            "TemplateRules",
                            "SshDoor",
                            "Lifecycle",
                            "Ending",
                            "Observation",
                            "Heard",
                            "Asked",
                            "Extend",
                            "Resolve",
                            "DnsDecision",
                            "ZoneKind",
                            "NameRecords",
                            "Overdue",
                            "Drift",
                            "Due",
                            "SweepMetric",
                            "OutcomeMetric",
                            "Guard",
                            "InstanceView",
                            "InstanceState",
                            "InstanceRow",
                            "RowChange",
                            "Extension",
                            "Found",
                            "Lived",
                            "Bill",
                            "Tariff",
                            "CostTags",
                            "PriceList",
                            "LaunchCost",
                            "Spending",
                            "Preparation",
                            "UserFile",
                            "Blueprint",
                            "WorkersFile",
                            "Claiming",
                            "Previous",
                            "FirstRows",
                            "JobError",
                            "Tries",
                            "Verdict",
                            "Fates",
                            "Summary",
                            "Cancelling",
                            "Tidying",
                            "Staffing",
                            "JobNote",
                            "WorkerCommands",
                            "Matter",
                            "Alert",
                            "Telling",
                            "Quiet",
                            "Wording",
                            "Places",
                            "PublicAddress",
                            "Html",
                            "Style",
                            "Frame",
                            "Part",
                            "Bars",
                            "Graph",
                            "GraphPicture",
                            "HourlyRate",
                            "InstancesPage",
                            "TimelinePage",
                            "QueuesPage",
                            "LaunchesPage",
                            "AvailabilityPage",
                            "SpendingPage",
                            "Beginning",
                            "Opening",
                            "Looking",
                            "Checking")
                    .contains(outermost(type).getSimpleName()));

    @Test
    void capabilitiesAreIslands() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        String name = type.getPackageName().startsWith(ROOT)
                                ? type.getPackageName().substring(ROOT.length())
                                : "";
                        return CAPABILITIES.contains(name) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "capabilities";
                    }
                })
                .should()
                .notDependOnEachOther()
                .because("one change is one folder; capabilities meet in the language and in the shared ports")
                .check(CLASSES);
    }

    @Test
    void sharedPortsKnowNoCapability() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        CAPABILITIES.stream().map(name -> ROOT + name + "..").toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        CAPABILITIES.stream().map(name -> ROOT + name + "..").toArray(String[]::new))
                .because("arrows run one way, from the capability to what it shares")
                .check(CLASSES);
    }

    @Test
    void onlyQueuesAreCompiled() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "queue..", ROOT + "sweep..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("host.spore.spawn.queues..")
                .because("the compiler and its YAML are of one capability, and no other's cold start loads them")
                .check(CLASSES);
    }

    @Test
    void sweepsReadFilesAndCompileNothing() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "sweep..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "host.spore.spawn.queues.compile..",
                        "host.spore.spawn.queues.graph..",
                        "host.spore.spawn.queues.draw..",
                        "host.spore.spawn.queues.template..")
                .because("of the module of files it needs the one that reads sweeps")
                .check(CLASSES);
    }

    @Test
    void decidersArePure() {
        noClasses()
                .that(DECIDERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "com.amazonaws..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .because(
                        "what a decider decides must be told by its arguments, so that every case is a line of a table")
                .check(CLASSES);
    }

    @Test
    void thereIsADeciderForEveryName() {
        Set<String> found = new java.util.TreeSet<>();
        CLASSES.stream()
                .filter(DECIDERS)
                .forEach(type -> found.add(outermost(type).getSimpleName()));
        org.assertj.core.api.Assertions.assertThat(found).hasSize(89);
    }

    @Test
    void onlyTheEnvironmentReadsTheEnvironment() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Environment")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .because("a missing variable must fail the start, with its name")
                .check(CLASSES);
    }

    @Test
    void nobodyWritesToTheStandardStreams() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("what is logged is one JSON object per line, with the correlation id")
                .check(CLASSES);
    }

    @Test
    void timeIsAnArgumentOrAClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .because("a clock that is hidden in a call cannot be moved by a test")
                .check(CLASSES);
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
