package dev.theseus.messaging.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A Kafka of one broker that all tests of a JVM share; it can be away for a while. */
final class TestBroker {

    private static final int PARTITIONS = 3;
    private static final KafkaClusterTestKit CLUSTER = start();

    private TestBroker() {}

    private static KafkaClusterTestKit start() {
        try {
            KafkaClusterTestKit cluster = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                            .setNumControllerNodes(1)
                            .setNumBrokerNodes(1)
                            .build())
                    // one that crashed may come back when its absence was noticed
                    .setConfigProp("broker.session.timeout.ms", "1000")
                    .setConfigProp("broker.heartbeat.interval.ms", "200")
                    .build();
            cluster.format();
            cluster.startup();
            cluster.waitForReadyBrokers();
            return cluster;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Settings with little patience, for a new topic of several partitions. */
    static StreamSettings topic(String name) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", CLUSTER.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new StreamSettings(
                List.of(CLUSTER.bootstrapServers().split(",", -1)),
                name,
                Map.of(),
                new StreamSettings.Patience(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofSeconds(5)));
    }

    /** Reads a topic from its beginning. */
    static KafkaConsumer<String, byte[]> reader(String topic) {
        KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", CLUSTER.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = reader.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        reader.assign(all);
        reader.seekToBeginning(all);
        return reader;
    }

    /** At once, as one that crashes: nobody is told before. */
    static void goAway() {
        CLUSTER.brokers().get(0).shutdown(Duration.ZERO);
    }

    /** For good. */
    static void close() throws Exception {
        CLUSTER.close();
    }

    /** On the same port, with what it had. */
    static void comeBack() {
        CLUSTER.brokers().get(0).startup();
    }
}
