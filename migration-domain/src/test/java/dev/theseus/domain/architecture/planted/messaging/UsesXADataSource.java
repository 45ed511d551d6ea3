package dev.theseus.domain.architecture.planted.messaging;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import javax.sql.XADataSource;

@Breaks(ArchitectureRule.DATABASES_AT_HOME)
record UsesXADataSource(XADataSource used) {}
