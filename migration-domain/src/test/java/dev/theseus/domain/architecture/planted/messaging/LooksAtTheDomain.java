package dev.theseus.domain.architecture.planted.messaging;

import dev.theseus.domain.architecture.planted.domain.Plan;
import javax.sql.DataSource;
import org.axonframework.planted.AxonType;

/** Allowed. */
public record LooksAtTheDomain(Plan plan, AxonType axon, DataSource source) {}
