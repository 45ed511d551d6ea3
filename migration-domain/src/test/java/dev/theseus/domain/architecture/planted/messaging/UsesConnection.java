package dev.theseus.domain.architecture.planted.messaging;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import java.sql.Connection;

@Breaks(ArchitectureRule.DATABASES_AT_HOME)
record UsesConnection(Connection used) {}
