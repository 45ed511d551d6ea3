package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.Traffic;
import dev.theseus.jdbc.shop.TrafficFigures;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells every few seconds how the shop's clients fare, so that a person sees the service at work. */
final class ShopWindow implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Narration narration;
    private final Traffic traffic;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shop-window").factory());
    private long committedBefore;

    private ShopWindow(Narration narration, Traffic traffic) {
        this.narration = narration;
        this.traffic = traffic;
    }

    static ShopWindow open(Narration narration, Traffic traffic) {
        ShopWindow window = new ShopWindow(narration, traffic);
        var unused =
                window.clock.scheduleAtFixedRate(window::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        return window;
    }

    private void look() {
        TrafficFigures figures = traffic.figures();
        long rate = (figures.committed() - committedBefore) / EVERY.toSeconds();
        committedBefore = figures.committed();
        narration.say(String.format(
                Locale.ROOT,
                "shop: %,d transactions committed (%,d/s), %,d errors",
                figures.committed(),
                rate,
                figures.errorCount()));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
