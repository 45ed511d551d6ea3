package dev.theseus.domain.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** Each technology has one home. */
final class Technologies {

    private static final String DATA_SOURCE = "javax.sql.DataSource";

    private Technologies() {}

    static ArchRule axonAtHome(Modules modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(modules.messaging(), modules.configuration())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.axonframework..")
                .as("Axon stays in the messaging module and the app's configuration")
                .because("the domain outlives the framework that runs it");
    }

    static ArchRule databasesAtHome(Modules modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(modules.jdbc(), modules.embedding(), modules.examples())
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.sql..",
                                "javax.sql..",
                                "jakarta.persistence..",
                                "org.hibernate..",
                                "org.postgresql..")
                        .and(not(name(DATA_SOURCE))))
                .as("JDBC, Jakarta Persistence and Hibernate stay in the JDBC module and where services meet it")
                .because("whoever else speaks SQL goes past the protocol that keeps the new database true");
    }

    static ArchRule connectionPoolsAtHome(Modules modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        modules.jdbc(), modules.configuration(), modules.embedding(), modules.examples())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.zaxxer..")
                .as("Connection pools stay in the JDBC module, the app's configuration and where services meet it")
                .because("connections are counted against limits of a server that others use too");
    }

    static ArchRule dataSourcesHandedOverOnly(Modules modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        modules.jdbc(),
                        modules.messaging(),
                        modules.configuration(),
                        modules.embedding(),
                        modules.examples())
                .should()
                .dependOnClassesThat(name(DATA_SOURCE))
                .as("Data sources are seen by the adapters, the app's configuration and where services meet it")
                .because("the configuration makes them and hands them to an adapter; nobody else queries");
    }

    static ArchRule kafkaAtHome(Modules modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(modules.messaging())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .as("Kafka stays in the messaging module")
                .because("a service that publishes nothing goes without its client");
    }

    static ArchRule springAtHome(Modules modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(modules.app())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .as("Spring stays in the app")
                .because("Theseus can be embedded without it");
    }
}
