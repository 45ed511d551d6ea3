package dev.theseus.domain.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;

/** The classes that are shipped: not tests, and not the fixtures in another module's test jar. */
public final class ProductionClasses {

    private ProductionClasses() {}

    public static JavaClasses of(Modules modules) {
        return new ClassFileImporter()
                .withImportOption(ProductionClasses::isShipped)
                .importPackages(modules.root());
    }

    private static boolean isShipped(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
}
