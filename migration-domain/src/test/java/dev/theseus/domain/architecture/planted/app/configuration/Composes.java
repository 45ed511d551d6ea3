package dev.theseus.domain.architecture.planted.app.configuration;

import com.zaxxer.planted.PoolType;
import dev.theseus.domain.architecture.planted.jdbc.HomeOfDatabases;
import dev.theseus.domain.architecture.planted.messaging.LooksAtTheDomain;
import javax.sql.DataSource;
import org.axonframework.planted.AxonType;

/** Allowed. */
record Composes(DataSource source, AxonType axon, PoolType pool, HomeOfDatabases jdbc, LooksAtTheDomain messaging) {}
