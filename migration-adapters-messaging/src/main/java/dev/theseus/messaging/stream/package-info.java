/** Events and alerts of a migration as CloudEvents on a Kafka topic. */
@NullMarked
package dev.theseus.messaging.stream;

import org.jspecify.annotations.NullMarked;
