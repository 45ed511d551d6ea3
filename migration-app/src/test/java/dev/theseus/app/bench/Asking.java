package dev.theseus.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Programs that ask a server, one question after the other, so many in a second. What they did not come to in time is
 * not made up for.
 */
final class Asking implements AutoCloseable {

    /** So many that one which waits for its answer makes the others ask no less. */
    private static final int ASKERS = 16;

    private static final int PATIENCE_MILLIS = 30_000;

    private final ServedMigration.Door door;
    private final List<String> questions;
    private final ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
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
        long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (int asker = 0; asker < ASKERS; asker++) {
            long first = System.nanoTime() + asker * pause;
            askers.execute(() -> keepAsking(first, ASKERS * pause));
        }
    }

    private void keepAsking(long first, long pause) {
        try {
            long due = first;
            while (true) {
                long early = due - System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(early);
                ask();
                // the next one that is still to come
                due += pause * Math.max(1, Math.ceilDiv(System.nanoTime() - due, pause));
            }
        } catch (InterruptedException e) {
            // closed
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
        askers.shutdownNow();
    }
}
