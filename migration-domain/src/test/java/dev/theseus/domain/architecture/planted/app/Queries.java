package dev.theseus.domain.architecture.planted.app;

import com.zaxxer.planted.PoolType;
import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import javax.sql.DataSource;
import org.axonframework.planted.AxonType;

@Breaks({
    ArchitectureRule.DATA_SOURCES_HANDED_OVER_ONLY,
    ArchitectureRule.AXON_AT_HOME,
    ArchitectureRule.CONNECTION_POOLS_AT_HOME
})
record Queries(DataSource source, AxonType axon, PoolType pool) {}
