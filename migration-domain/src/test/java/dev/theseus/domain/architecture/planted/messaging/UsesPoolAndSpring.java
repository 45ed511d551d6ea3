package dev.theseus.domain.architecture.planted.messaging;

import com.zaxxer.planted.PoolType;
import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import org.springframework.planted.SpringType;

@Breaks({ArchitectureRule.CONNECTION_POOLS_AT_HOME, ArchitectureRule.SPRING_AT_HOME})
record UsesPoolAndSpring(PoolType pool, SpringType spring) {}
