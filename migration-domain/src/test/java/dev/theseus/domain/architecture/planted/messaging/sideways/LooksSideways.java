package dev.theseus.domain.architecture.planted.messaging.sideways;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import dev.theseus.domain.architecture.planted.jdbc.HomeOfDatabases;

@Breaks(ArchitectureRule.MESSAGING_SEES_ONLY_THE_DOMAIN)
record LooksSideways(HomeOfDatabases used) {}
