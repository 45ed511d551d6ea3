package dev.theseus.messaging.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one topic, one event after the other: each is written by all replicas in sync before the next one leaves, so
 * that none can pass another. One thread sends; another may close it meanwhile.
 */
final class KafkaTopic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopic.class);
    private static final int WITHOUT_WAITING = 0;

    private final StreamSettings settings;
    private final String client;
    private volatile @Nullable Producer<String, byte[]> producer;
    private volatile boolean closed;

    /** Said once, not at each try; only the thread that sends looks at it. */
    private boolean failing;

    /** @param client what the broker's own logs call this */
    KafkaTopic(StreamSettings settings, String client) {
        this.settings = settings;
        this.client = client;
    }

    /**
     * Returns when the broker has it.
     *
     * @throws NotPublished if it does not say so; it may have it all the same
     */
    void send(CloudEvent event) {
        try {
            open().send(event.on(settings.topic())).get();
            if (failing) {
                failing = false;
                LOG.warn("Kafka takes what is published to {} again", settings.topic());
            }
        } catch (ExecutionException | RuntimeException failed) {
            Throwable cause = failed.getCause();
            throw given(failed instanceof ExecutionException && cause != null ? cause : failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublished(settings.topic(), e);
        }
    }

    private NotPublished given(Throwable failure) {
        if (!(failure instanceof RetriableException)) {
            // a producer that was refused once may never be let in again
            drop();
        }
        NotPublished notPublished = new NotPublished(settings.topic(), failure);
        if (!failing && !closed) {
            failing = true;
            LOG.warn("{}: {}. It is sent again until it is taken", notPublished.getMessage(), failure.getMessage());
        }
        return notPublished;
    }

    /** Late: at the start the names of the servers may not be known to anybody yet. */
    private Producer<String, byte[]> open() {
        Producer<String, byte[]> opened = producer;
        if (opened == null) {
            opened = new KafkaProducer<>(properties(), new StringSerializer(), new ByteArraySerializer());
            producer = opened;
            if (closed) {
                drop();
            }
        }
        return opened;
    }

    private Map<String, Object> properties() {
        long answer = settings.patience().answer().toMillis();
        Map<String, Object> properties = new HashMap<>(settings.properties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, client);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, WITHOUT_WAITING);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, answer);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) answer);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) (2 * answer));
        return properties;
    }

    private void drop() {
        Producer<String, byte[]> dropped = producer;
        producer = null;
        if (dropped != null) {
            dropped.close(Duration.ZERO);
        }
    }

    /** At once; a send that waits fails. */
    @Override
    public void close() {
        closed = true;
        drop();
    }
}
