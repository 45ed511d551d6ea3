package dev.theseus.domain.architecture.planted.app.configuration;

import dev.theseus.domain.architecture.ArchitectureRule;
import dev.theseus.domain.architecture.Breaks;
import org.apache.kafka.planted.KafkaType;

@Breaks(ArchitectureRule.KAFKA_AT_HOME)
record Publishes(KafkaType kafka) {}
