package dev.theseus.domain.architecture.planted.messaging;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import jakarta.persistence.planted.PersistenceType;

@Breaks(ArchitectureRule.DATABASES_AT_HOME)
record UsesPersistenceType(PersistenceType used) {}
