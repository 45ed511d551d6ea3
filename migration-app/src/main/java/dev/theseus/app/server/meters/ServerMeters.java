package dev.theseus.app.server.meters;

import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.LiveFeed.Moment;
import dev.theseus.app.server.watch.Served;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Shows the meters of the migration that is served. Safe for several threads. */
public final class ServerMeters {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LiveFeed feed;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<Optional<Moment>> moment = new AtomicReference<>(Optional.empty());
    private final AtomicReference<@Nullable Scraped> scraped = new AtomicReference<>();

    public ServerMeters(Served served, LiveFeed feed) {
        this.feed = feed;
        for (ServerMeter meter : ServerMeter.values()) {
            Gauge.builder(meter.id(), () -> moment.get().map(meter::of).orElse(Double.NaN))
                    .description(meter.meaning())
                    .tag("migration", served.migration().value())
                    .register(registry);
        }
    }

    /** @param tick of the look that it shows; 0 if there was none */
    private record Scraped(long tick, String text) {}

    /** All of them as of the last look, in the text form of Prometheus; written down once for all who ask for it. */
    public String scrape() throws InterruptedException {
        Optional<Moment> now = feed.after(0, PATIENCE);
        long tick = now.map(Moment::tick).orElse(0L);
        Scraped last = scraped.get();
        if (last == null || last.tick() != tick) {
            moment.set(now);
            last = new Scraped(tick, registry.scrape());
            scraped.set(last);
        }
        return last.text();
    }
}
