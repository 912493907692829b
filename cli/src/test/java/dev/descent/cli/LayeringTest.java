package dev.descent.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.descent.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule theTerminalKnowsNothingOfNetworks = noClasses()
            .that()
            .resideInAPackage("dev.descent.cli.terminal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.descent.data..",
                    "dev.descent.network..",
                    "dev.descent.train..",
                    "dev.descent.cli",
                    "dev.descent.cli.command..");

    @ArchTest
    static final ArchRule onlyMainTouchesTheProcessesStreamsAndEndsIt = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.descent.cli.Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);
}
