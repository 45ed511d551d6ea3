package dev.theseus.messaging.stream;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What somebody who follows a topic from its beginning has heard. */
final class Heard implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaConsumer<String, byte[]> reader;
    private final List<Told> records = new ArrayList<>();

    Heard(String topic) {
        this.reader = TestBroker.reader(topic);
    }

    /** One record, in words. */
    record Told(String key, int partition, Map<String, String> headers, String data) {

        private static Told of(ConsumerRecord<String, byte[]> record) {
            Map<String, String> headers = new TreeMap<>();
            record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
            return new Told(
                    record.key(), record.partition(), headers, new String(record.value(), StandardCharsets.UTF_8));
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        long sequence() {
            return Long.parseLong(header("ce_sequence"));
        }
    }

    private void poll() {
        reader.poll(Duration.ofMillis(50)).forEach(r -> records.add(Told.of(r)));
    }

    /** All of a migration so far, repeated ones included, once an event of it was heard. */
    List<Told> until(String migration, long sequence) {
        await().atMost(PATIENCE).until(() -> {
            poll();
            return of(migration).stream().anyMatch(r -> r.sequence() == sequence);
        });
        return of(migration);
    }

    /** All so far, once there are so many. */
    List<Told> until(int records) {
        await().atMost(PATIENCE).until(() -> {
            poll();
            return this.records.size() >= records;
        });
        return List.copyOf(this.records);
    }

    private List<Told> of(String migration) {
        return records.stream().filter(r -> r.key().equals(migration)).toList();
    }

    /** As a consumer does that passes over what it has heard: by the sequence. */
    static List<Long> withoutRepeats(List<Told> records) {
        List<Long> heard = new ArrayList<>();
        records.stream().map(Told::sequence).forEach(s -> {
            if (heard.isEmpty() || s > heard.getLast()) {
                heard.add(s);
            }
        });
        return heard;
    }

    @Override
    public void close() {
        reader.close();
    }
}
