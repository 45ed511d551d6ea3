package dev.theseus.app.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Many who look at a migration: pages that stay open, and programs that ask. */
final class Crowd implements AutoCloseable {

    private static final List<String> QUESTIONS = List.of(
            ServedMigration.PATH,
            ServedMigration.PATH + "/status",
            ServedMigration.PATH + "/history",
            ServedMigration.PATH + "/audit?order=newest-first&limit=30",
            ServedMigration.PATH + "/checkpoints",
            "/api/v1/metrics");

    private static final double KEPT = 0.9;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final LongAdder looks = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong asked = new AtomicLong();
    private final int pages;
    private final int requests;
    private long begun;

    private Crowd(int pages, int requests) {
        this.pages = pages;
        this.requests = requests;
    }

    /** Begins to look; all pages are open when this returns. */
    static Crowd gather(ServedMigration served, int pages, int requests) throws IOException, InterruptedException {
        Crowd crowd = new Crowd(pages, requests);
        List<CompletableFuture<HttpResponse<Void>>> open = new ArrayList<>();
        HttpRequest stream = served.request(ServedMigration.PATH + "/events").build();
        for (int page = 0; page < pages; page++) {
            open.add(crowd.client.sendAsync(stream, BodyHandlers.fromLineSubscriber(crowd.new Page())));
        }
        List<HttpRequest> questions = new ArrayList<>();
        for (String path : QUESTIONS) {
            questions.add(served.request(path).build());
        }
        while (crowd.looks.sum() < pages) {
            open.stream().filter(CompletableFuture::isDone).forEach(CompletableFuture::join);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        crowd.looks.reset();
        crowd.begun = System.nanoTime();
        var unused = crowd.clock.scheduleAtFixedRate(
                () -> crowd.ask(questions), 0, TimeUnit.SECONDS.toMicros(1) / requests, TimeUnit.MICROSECONDS);
        return crowd;
    }

    private void ask(List<HttpRequest> questions) {
        HttpRequest question = questions.get((int) (asked.getAndIncrement() % questions.size()));
        var unused = client.sendAsync(question, BodyHandlers.discarding()).handle((answer, failure) -> {
            (failure == null && answer.statusCode() == 200 ? answers : refused).increment();
            return answer;
        });
    }

    /** One page: it reads what comes. */
    private final class Page implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.equals("event:status")) {
                looks.increment();
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    /**
     * What it was answered.
     *
     * @throws IllegalStateException if it was less than it asked for: then it was no crowd
     */
    String told() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        double looked = looks.sum() / seconds;
        double answered = answers.sum() / seconds;
        if (refused.sum() > 0 || looked < pages * KEPT / 2 || answered < requests * KEPT) {
            throw new IllegalStateException(
                    "%d pages were sent %.0f looks/s, %.1f requests/s were answered and %d were not"
                            .formatted(pages, looked, answered, refused.sum()));
        }
        return "%,.0f looks/s sent to %d pages, %.1f requests/s answered".formatted(looked, pages, answered);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.shutdownNow();
    }
}
