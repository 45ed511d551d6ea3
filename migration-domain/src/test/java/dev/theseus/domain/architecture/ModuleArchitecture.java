package dev.theseus.domain.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every module must obey. Each has a test that extends this, and sees its own classes and those it depends on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ModuleArchitecture {

    private final String ownPackage;
    private JavaClasses production;

    protected ModuleArchitecture(String ownPackage) {
        this.ownPackage = ownPackage;
    }

    @BeforeAll
    void importClasses() {
        production = ProductionClasses.of(Modules.THESEUS);
    }

    @Test
    void the_rules_see_the_classes_of_this_module() {
        assertThat(production).anyMatch(type -> type.getPackageName().startsWith(ownPackage));
    }

    @ParameterizedTest
    @EnumSource
    void the_rule_holds(ArchitectureRule rule) {
        rule.on(Modules.THESEUS).allowEmptyShould(true).check(production);
    }

    @Test
    void every_package_says_what_it_is_for_and_is_null_marked() {
        assertThat(PackagePurposes.missingBelow(Path.of("src/main/java"))).isEmpty();
    }
}
