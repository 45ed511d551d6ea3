package org.apache.kafka.planted;

/** Stands for the real library, so that the rule about it can be tried where the library is not. */
public interface KafkaType {}
