package dev.theseus.domain.architecture.planted.jdbc;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import dev.theseus.domain.architecture.planted.messaging.LooksAtTheDomain;

@Breaks(ArchitectureRule.JDBC_SEES_ONLY_THE_DOMAIN)
record LooksSideways(LooksAtTheDomain used) {}
