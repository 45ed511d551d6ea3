package dev.theseus.domain.architecture.planted.messaging;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import org.postgresql.planted.PostgresType;

@Breaks(ArchitectureRule.DATABASES_AT_HOME)
record UsesPostgresType(PostgresType used) {}
