package host.spore.spawn.local.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every port of the functions has one contract, which its fake passes in memory and its adapter on the embedded cloud. */
class PortsTest {
    private static final String FUNCTIONS = "host.spore.spawn.functions";

    /** It waits, and asks nobody. */
    private static final Set<String> NO_PORTS = Set.of("Pause");

    private static final JavaClasses HOUSE = new ClassFileImporter().importPackages(FUNCTIONS);

    static Stream<String> ports() {
        return HOUSE.stream()
                .filter(JavaClass::isInterface)
                .filter(type -> !type.isNestedClass() && !isSealed(type))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !NO_PORTS.contains(type.getSimpleName()))
                .map(JavaClass::getName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("ports")
    void hasAContractThatItsFakeAndItsAdapterPass(String port) {
        Set<String> passedBy = HOUSE.stream()
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(type -> type.getAllRawSuperclasses().stream()
                        .anyMatch(parent -> parent.getName().equals(port + "Contract")))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toUnmodifiableSet());

        assertThat(passedBy)
                .as(port + "Contract is passed by")
                .anyMatch(test -> test.startsWith("Fake") && test.endsWith("Test"))
                .anyMatch(test -> test.endsWith("ContractIT"));
    }

    private static boolean isSealed(JavaClass type) {
        return type.reflect().isSealed();
    }
}
