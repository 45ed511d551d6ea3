package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.ShopFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells every few seconds how the shop's clients fare, so that a person sees the service at work. */
final class ShopWindow implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Narration narration;
    private final ShopNodes nodes;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shop-window").factory());
    private ShopFigures before;

    private ShopWindow(Narration narration, ShopNodes nodes, ShopFigures before) {
        this.narration = narration;
        this.nodes = nodes;
        this.before = before;
    }

    static ShopWindow open(Narration narration, ShopNodes nodes) throws IOException {
        ShopWindow window = new ShopWindow(narration, nodes, nodes.figures());
        var unused =
                window.clock.scheduleAtFixedRate(window::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        return window;
    }

    private void look() {
        try {
            tell(nodes.figures());
        } catch (IOException e) {
            // a node is gone; whoever needs it next says so
        }
    }

    private void tell(ShopFigures now) {
        long seconds = EVERY.toSeconds();
        narration.say(String.format(
                Locale.ROOT,
                "shop: %,d writes/s, %,d reads/s, %,d errors",
                (now.traffic().committed() - before.traffic().committed()) / seconds,
                (now.reads().all() - before.reads().all()) / seconds,
                now.traffic().errorCount()));
        before = now;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
