package dev.theseus.domain.architecture.planted.jdbc;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import org.axonframework.planted.AxonType;
import org.springframework.planted.SpringType;

@Breaks({ArchitectureRule.AXON_AT_HOME, ArchitectureRule.SPRING_AT_HOME})
record UsesAxonAndSpring(AxonType axon, SpringType spring) {}
