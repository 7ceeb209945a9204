package dev.serve.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may know whom. It stands in this module because this module alone sees all others;
 * ARCHITECTURE.md draws what is tested here.
 */
class ArchitectureTest {

    /**
     * Classes seen at least. Without it, a rule over nothing would hold. Raise it as code comes;
     * lower it only when code has gone.
     */
    private static final int FLOOR = 300;

    /** Each module's package, and the modules of ours that it may know. */
    private static final Map<String, List<String>> MAY_KNOW =
            Map.ofEntries(
                    Map.entry("dev.serve.api", List.of()),
                    Map.entry("dev.serve.config", List.of("dev.serve.api")),
                    Map.entry("dev.serve.pool", List.of("dev.serve.api")),
                    Map.entry("dev.serve.http", List.of("dev.serve.api")),
                    Map.entry("dev.serve.tcp", List.of("dev.serve.api")),
                    Map.entry("dev.serve.websocket", List.of("dev.serve.api")),
                    Map.entry("dev.serve.grpc", List.of("dev.serve.api")),
                    Map.entry(
                            "dev.serve.server",
                            List.of("dev.serve.api", "dev.serve.pool", "dev.serve.config")),
                    Map.entry("dev.serve.observe", List.of("dev.serve.api")),
                    Map.entry("dev.serve.admin", List.of("dev.serve.api")),
                    Map.entry("dev.serve.testing", List.of("dev.serve.api")),
                    Map.entry(
                            "dev.serve.cli",
                            List.of(
                                    "dev.serve.api",
                                    "dev.serve.server",
                                    "dev.serve.config",
                                    "dev.serve.http")),
                    // Its certificates are the test kit's.
                    Map.entry(
                            "dev.serve.samples.echo",
                            List.of("dev.serve.api", "dev.serve.testing")),
                    Map.entry(
                            "dev.serve.samples.embedded",
                            List.of("dev.serve.api", "dev.serve.server", "dev.serve.http")),
                    Map.entry(
                            "dev.serve.bench",
                            List.of(
                                    "dev.serve.api",
                                    "dev.serve.config",
                                    "dev.serve.pool",
                                    "dev.serve.http",
                                    "dev.serve.server",
                                    "dev.serve.observe",
                                    "dev.serve.cli",
                                    "dev.serve.testing",
                                    "dev.serve.samples")));

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.serve");

    @Test
    void enoughClassesAreSeen() {
        assertThat(OURS).hasSizeGreaterThanOrEqualTo(FLOOR);
    }

    @Test
    void everyPackageBelongsToAModuleOfTheTable() {
        Set<String> strangers =
                OURS.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> MAY_KNOW.keySet().stream().noneMatch(in(name)))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(strangers)
                .as(
                        "packages of no module in MAY_KNOW: add the module there, with what it may know")
                .isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.serve.(**)")
                .should()
                .beFreeOfCycles()
                .because("a cycle of packages can only be read, tested and changed as one")
                .check(OURS);
    }

    @TestFactory
    Stream<DynamicTest> modulesKnowOnlyThoseBelow() {
        return MAY_KNOW.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(module -> DynamicTest.dynamicTest(module.getKey(), () -> check(module)));
    }

    private static void check(Map.Entry<String, List<String>> module) {
        String[] known =
                Stream.concat(module.getValue().stream(), Stream.of(module.getKey()))
                        .map(name -> name + "..")
                        .toArray(String[]::new);
        DescribedPredicate<JavaClass> others =
                resideInAPackage("dev.serve..")
                        .and(DescribedPredicate.not(resideInAnyPackage(known)))
                        .as("classes of other modules than %s", module.getValue());

        noClasses()
                .that()
                .resideInAPackage(module.getKey() + "..")
                .should()
                .dependOnClassesThat(others)
                .because(
                        "directions go down to serve-api: protocols never see the runtime, the"
                                + " runtime never sees a protocol by name")
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void thePoolKnowsNoWebServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.serve.pool..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..")
                .because("the pool stands below the lifecycle and knows no web server")
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void theConfigurationKnowsOfHelidonOnlyItsConfig() {
        noClasses()
                .that()
                .resideInAPackage("dev.serve.config..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.helidon..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage(
                                                        "io.helidon.config..",
                                                        "io.helidon.common.."))))
                .because("values are read without a web server")
                .allowEmptyShould(true)
                .check(OURS);
    }

    /**
     * Left out are packages that no module exports: their callers are ours, and must not forget.
     */
    @Test
    void exceptionsThatOthersMeetAreUnchecked() {
        classes()
                .that()
                .areAssignableTo(Exception.class)
                .and()
                .arePublic()
                .and()
                .resideOutsideOfPackages(
                        "dev.serve.server.wire..",
                        "dev.serve.http.hpack..",
                        "dev.serve.websocket.frame..",
                        // Thrown by codecs, of users as well, and caught by the session.
                        "dev.serve.api.tcp..")
                .should()
                .beAssignableTo(RuntimeException.class)
                .because(
                        "one unchecked root per area; a checked one is caught where nobody can act")
                .allowEmptyShould(true)
                .check(OURS);
    }

    private static Predicate<String> in(String packageName) {
        return module -> packageName.equals(module) || packageName.startsWith(module + ".");
    }
}
