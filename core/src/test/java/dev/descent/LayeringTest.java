package dev.descent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** One way through the house: nothing knows what stands after it. */
@AnalyzeClasses(packages = "dev.descent", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    /** From low to high. A model knows nothing of training (its provenance is text), so that a run can give its model. */
    private static final List<String> ORDER =
            List.of("spec", "data", "kernel", "network", "model", "train", "trace", "report", "doctor", "audit");

    @ArchTest
    static void noPackageDependsOnALaterOne(JavaClasses core) {
        for (int low = 0; low < ORDER.size(); low++) {
            String[] later = ORDER.subList(low + 1, ORDER.size()).stream()
                    .map(LayeringTest::room)
                    .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(room(ORDER.get(low)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .because("data flows one way: " + String.join(" → ", ORDER))
                        .allowEmptyShould(true)
                        .check(core);
            }
        }
    }

    @ArchTest
    static final ArchRule everyPackageHasItsPlaceInTheOrder = classes()
            .that()
            .resideInAPackage("dev.descent..")
            .should()
            .resideInAnyPackage(ORDER.stream().map(LayeringTest::room).toArray(String[]::new));

    @ArchTest
    static final ArchRule aReportIsPlainData = noClasses()
            .that()
            .resideInAPackage(room("report"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(room("kernel"), room("network"), room("train"), room("trace"), room("model"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theAuditUsesTheDoctorsCurvatureOnly = noClasses()
            .that()
            .resideInAPackage(room("audit"))
            .should()
            .dependOnClassesThat(resideInAPackage(room("doctor")).and(not(nameMatching(".*Curvature.*"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule coreNeedsNothingButTheJdk = noClasses()
            .should()
            .dependOnClassesThat(not(resideInAnyPackage(
                    "java..", "javax..", "jdk.incubator.vector..", "dev.descent..", "org.jspecify.annotations..")));

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.descent.(*)..").should().beFreeOfCycles();

    private static String room(String name) {
        return "dev.descent." + name + "..";
    }
}
