package dev.theseus.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Programs that ask a server, one question after the other, so many in a second. */
final class Asking implements AutoCloseable {

    private static final int ASKERS = 4;
    private static final int PATIENCE_MILLIS = 30_000;

    private final ServedMigration.Door door;
    private final List<String> questions;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(ASKERS);
    private final AtomicLong asked = new AtomicLong();
    private final LongAdder answers = new LongAdder();
    private final LongAdder refused = new LongAdder();

    Asking(ServedMigration.Door door, List<String> questions) {
        this.door = door;
        this.questions = questions;
    }

    /** @param perSecond 0 for none */
    void begin(int perSecond) {
        if (perSecond == 0) {
            return;
        }
        long pause = TimeUnit.SECONDS.toMicros(1) / perSecond;
        for (int asker = 0; asker < ASKERS; asker++) {
            var unused = clock.scheduleAtFixedRate(this::ask, asker * pause, ASKERS * pause, TimeUnit.MICROSECONDS);
        }
    }

    private void ask() {
        try {
            String path = questions.get((int) (asked.getAndIncrement() % questions.size()));
            HttpURLConnection question =
                    (HttpURLConnection) door.address().resolve(path).toURL().openConnection();
            question.setReadTimeout(PATIENCE_MILLIS);
            question.setRequestProperty("Authorization", door.authorization());
            (question.getResponseCode() == HttpURLConnection.HTTP_OK ? answers : refused).increment();
            // read to its end, the connection serves the next question
            try (InputStream answer = question.getInputStream()) {
                answer.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            refused.increment();
        }
    }

    long answers() {
        return answers.sum();
    }

    long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
