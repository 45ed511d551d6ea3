package dev.theseus.domain.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;

/** All rules, for a module's test to check on every production class that it can see. */
public enum ArchitectureRule {
    DOMAIN_USES_ITS_ALLOW_LIST(DomainPurity::allowList),
    DOMAIN_HAS_NO_HIDDEN_INPUT(DomainPurity::noHiddenInput),
    DOMAIN_SYNCHRONIZES_NOTHING(DomainPurity::noSynchronizedMethods),
    PORTS_SPEAK_THE_DOMAIN(Ports::speakTheDomain),
    JDBC_SEES_ONLY_THE_DOMAIN(ModuleDirection::jdbcSeesOnlyTheDomain),
    MESSAGING_SEES_ONLY_THE_DOMAIN(ModuleDirection::messagingSeesOnlyTheDomain),
    LAUNCHER_SEES_NOBODY(ModuleDirection::launcherSeesNobody),
    PACKAGES_ARE_FREE_OF_CYCLES(ModuleDirection::packagesAreFreeOfCycles),
    AXON_AT_HOME(Technologies::axonAtHome),
    DATABASES_AT_HOME(Technologies::databasesAtHome),
    CONNECTION_POOLS_AT_HOME(Technologies::connectionPoolsAtHome),
    DATA_SOURCES_HANDED_OVER_ONLY(Technologies::dataSourcesHandedOverOnly),
    KAFKA_AT_HOME(Technologies::kafkaAtHome),
    SPRING_AT_HOME(Technologies::springAtHome);

    private final Function<Modules, ArchRule> rule;

    ArchitectureRule(Function<Modules, ArchRule> rule) {
        this.rule = rule;
    }

    ArchRule on(Modules modules) {
        return rule.apply(modules);
    }
}
