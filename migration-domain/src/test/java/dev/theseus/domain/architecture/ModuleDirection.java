package dev.theseus.domain.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point at the domain, never sideways or outwards, and never in a circle. */
final class ModuleDirection {

    private ModuleDirection() {}

    static ArchRule jdbcSeesOnlyTheDomain(Modules modules) {
        return noClasses()
                .that()
                .resideInAPackage(modules.jdbc())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(modules.messaging(), modules.app(), modules.launch())
                .as("The JDBC adapters see no module but the domain")
                .because("an adapter knows one technology and no other adapter");
    }

    static ArchRule messagingSeesOnlyTheDomain(Modules modules) {
        return noClasses()
                .that()
                .resideInAPackage(modules.messaging())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(modules.jdbc(), modules.app(), modules.launch())
                .as("The messaging adapters see no module but the domain")
                .because("an adapter knows one technology and no other adapter");
    }

    static ArchRule launcherSeesNobody(Modules modules) {
        return classes()
                .that()
                .resideInAPackage(modules.launch())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(modules.launch(), "java..", "org.jspecify..")
                .as("The launcher sees nothing but Java")
                .because("it must load on a Java that is too old for everything else");
    }

    static ArchRule packagesAreFreeOfCycles(Modules modules) {
        return slices().matching(modules.root() + ".(**)")
                .should()
                .beFreeOfCycles()
                .as("Packages are free of cycles")
                .because("packages in a circle can only be understood, tested and moved together");
    }
}
